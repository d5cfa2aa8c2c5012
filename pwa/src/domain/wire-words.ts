/** The words and plain values of which every shape on the wire is made. */

export type Role =
  | 'cadre'
  | 'assistant'
  | 'station'
  | 'bureau'
  | 'office'
  | 'inspector'
  | 'sysadmin'
  | 'secadmin'
  | 'auditor'
export type Severity = 'minor' | 'major' | 'critical'
export type IssueState = 'registered' | 'assigned' | 'rectifying' | 'reviewing' | 'closed' | 'voided' | 'ended'
export type MoveName =
  | 'assign'
  | 'transfer'
  | 'accept'
  | 'submit'
  | 'return'
  | 'close'
  | 'countersign'
  | 'request_extension'
  | 'grant_extension'
  | 'refuse_extension'
  | 'propose_void'
  | 'confirm_void'
  | 'reopen'
  | 'file_case'
  | 'refer'
  | 'list'
  | 'unlist'
  | 'pause'
  | 'resume'
  | 'end'

/** ISO-8601 UTC with Z. */
export type Instant = string
/** YYYY-MM-DD, as judged in Asia/Shanghai. */
export type Day = string
/** 64 hex characters. */
export type Sha256 = string
