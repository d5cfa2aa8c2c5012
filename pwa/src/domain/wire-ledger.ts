/** The shapes of the ledger on the wire: issues, what may be done with them, and the enterprise’s link. */

import type { Recheck } from './checklist-answers'
import type { PersonShort } from './wire-entity'
import type { Picture } from './wire-visit'
import type { Day, Instant, IssueState, MoveName, Severity, Sha256 } from './wire-words'

export type Waits = 'extension' | 'void' | 'countersign'

export interface IssueRow {
  id: string
  number: string
  state: IssueState
  version: number
  severity: Severity
  item_code: string | null
  item_text: string
  description: string
  entity: { id: string; name: string; grade: string; kind: string; business_type: string }
  region: { code: string; name: string }
  county: { code: string; name: string }
  unit: { id: string; name: string; kind: string } | null
  found_at: Instant
  deadline: Day
  deadline_at: Instant | null
  overdue: boolean
  /** Working days to the deadline; calendar days past it, negative. */
  days_left: number
  /** The level it has gone up to: too long overdue, or returned too often. */
  escalated: 'county' | 'city' | null
  /** Until when an office has to hand it on or take it on; null once that is done. */
  take_on_by: Instant | null
  take_on_late: boolean
  listed: boolean
  returned_count: number
  /** An older version kept issues without. */
  reopened_count?: number
  /** Asked for and not yet answered. An older version kept issues without. */
  waits?: Waits | null
  fixed_on_site: boolean
  repeat: boolean
  photos: { before: Picture[]; after: Picture[] }
  changed_at: Instant
}

export interface Need {
  field: string
  label: string
  kind: 'text' | 'photo' | 'date' | 'days' | 'unit' | 'check' | 'number'
  required: boolean
  min?: number | null
  max?: number | null
  hint?: string | null
  /** What a number of days is counted in. */
  unit?: string | null
}

export interface Move {
  move: MoveName
  name: string
  needs: Need[]
}

export interface IssueEvent {
  id: string
  seq: number
  move: string
  move_name: string
  from: IssueState | null
  to: IssueState
  actor: { name: string; post: string; role: string }
  at: Instant
  device_at: Instant | null
  note: string
  photos: Picture[]
  evidence: Record<string, unknown>
}

export interface IssueFlags {
  awaiting_countersign: boolean
  extension: Record<string, unknown> | null
  void_proposal: Record<string, unknown> | null
  case_file: Record<string, unknown> | null
  referral: Record<string, unknown> | null
  listing: Record<string, unknown> | null
  paused: boolean
  not_fixed: boolean
  repeat_of: string | null
  fixed_on_site: boolean
}

export interface Rectification {
  text: string
  date: Day
  by: string
  channel: 'enterprise' | 'on_behalf'
  at: Instant
  photos: Picture[]
}

export interface FeedbackRow {
  id: string
  issue_id: string
  text: string
  at: Instant
  read_at: Instant | null
}

export interface Detail {
  text: string
  value: string
}

export interface IssueShown extends IssueRow {
  severity_given: Severity
  severity_reason: string
  basis: { title: string; article: string }[]
  requirement: string
  /** What was answered beneath the item: 品名, 批号 … */
  details?: Detail[]
  finder: PersonShort
  received_at: Instant
  original_deadline: Day
  provisional: boolean
  notice_due_at: Instant | null
  flags: IssueFlags
  rectification: Rectification | null
  rechecks: {
    at: Instant
    by: string
    result: Recheck['result']
    note: string
    photos: Picture[]
  }[]
  inspection_id: string | null
  origin: string
  closed_at: Instant | null
  /** Judged on submission and on closure, by the deadline in force then. An older version kept issues without. */
  on_time?: { submitted: boolean | null; closed: boolean | null }
  events: IssueEvent[]
  moves: Move[]
  feedback: Omit<FeedbackRow, 'issue_id'>[]
  photos_pending: number
  /** Where it is a repeat: what it goes back to. */
  earlier: Earlier | null
}

/** The issue of the same item at the same enterprise, no longer than a year before. */
export interface Earlier {
  id: string
  number: string
  description: string
  found_at: Instant
  closed_at: Instant | null
  before: Picture[]
  after: Picture[]
  /** Of each photo, by its sha256. An older version kept issues without. */
  taken?: Record<Sha256, Taken>
  /** How often it was found within the year, this time included. */
  times: number
}

/** By whom and when a photo came into the ledger. */
export interface Taken {
  by: string
  post: string
  /** By the clock of the phone; null where none was told. */
  device_at: Instant | null
  at: Instant
}

export interface IssueCounts {
  open: number
  reviewing: number
  overdue: number
  listed: number
  all: number
  /** Waiting for who looks. */
  mine: number
  /** Of these, what somebody asked for. */
  approve: number
  due_week: number
  critical: number
}

/** What a person orders; id and seen_version are added when it is queued. */
export interface MoveGiven {
  move: MoveName
  note?: string
  photos?: Sha256[]
  date?: Day
  days?: number
  unit_id?: string
  number?: string
  deadline?: Day
  on_site?: boolean
}

export interface MoveOrder extends MoveGiven {
  id: string
  seen_version: number
  device_at?: Instant
}

export interface IssueRegistered {
  id: string
  entity_id: string
  item_code?: string
  text: string
  description: string
  severity: Severity
  requirement: string
  photos: Sha256[]
  /** Its own term, within that of its severity. */
  deadline?: Day
  device_at?: Instant
}

export interface LinkShown {
  url: string
  token: string
  expires_at: Instant
  qr_svg: string
  text: string
  /** Six digits to tell by telephone, apart from the link; null where no phone is registered. */
  code: string | null
  call: { role: string; name: string; phone: string } | null
  /** A phone is registered, but the link was made when none was. */
  code_missing: boolean
}

/** Who has an issue in hand, as the enterprise may know it. */
export interface UnitToCall {
  name: string
  phone: string
}

export interface RectifyShown {
  issue_id: string
  number: string
  entity_name: string
  item_text: string
  description: string
  details?: Detail[]
  requirement: string
  severity: Severity
  deadline: Day
  days_left: number
  state: IssueState
  /** Why it is the enterprise's turn again, and the day by which the reviewer asks for the next submission. */
  returned: { note: string; at: Instant; reopened?: boolean; by?: Day | null } | null
  photos_before: Picture[]
  /** When each came, by its sha256; an official is not named. */
  taken?: Record<Sha256, Taken>
  rectification: Rectification | null
  may_submit: boolean
  may_request_extension: boolean
  /** How a request for more time stands: asked | granted | refused, null when there is none. */
  extension: string | null
  extension_days_max: number
  extension_unit: string
  version: number
  expires_at: Instant
  unit: UnitToCall | null
}

export interface RectifyOrder {
  id: string
  seen_version: number
  text: string
  date: Day
  name: string
  photos: Sha256[]
  device_at?: Instant
}

export interface ExtensionOrder {
  id: string
  seen_version: number
  reason: string
  days: number
  name?: string
}
