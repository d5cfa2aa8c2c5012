import type { IssueRegistered, MoveOrder, ProblemBody, Receipt, Sha256 } from './wire'
import type { VisitBody } from './visit'

/** Where something stands on its way to the server. */
export type Sending =
  | { at: 'waiting'; why?: string; tries?: number; notBefore?: number }
  | { at: 'sending'; sent: number; total: number }
  | { at: 'signin' }
  | { at: 'refused'; why: string; problem?: ProblemBody }
  /** The server keeps it for the administrator, text and pictures: the account has ended, or a person asked. */
  | { at: 'kept'; why: string; receipt: KeptReceipt }
  /** The server has the text; `sent` of `total` pictures have arrived too. */
  | { at: 'accepted'; acceptedAt: string; sent: number; total: number; receipt?: Receipt; why?: string }

/** What the server gives for a record it keeps without having taken it. */
export interface KeptReceipt {
  receipt_no: string
  received_at: string
}

interface Common {
  id: string
  /** What it is about: a refused intent holds back only later ones of its own subject. */
  subject: string
  title: string
  photos: Sha256[]
  madeAt: string
  state: Sending
}

/** Something a person did that the server must learn of. */
export type Intent = Common &
  (
    | { kind: 'inspection'; body: VisitBody }
    | { kind: 'move'; body: MoveOrder }
    | { kind: 'issue'; body: IssueRegistered }
    | { kind: 'feedback_read'; body: null }
  )

/** Whether the server still lacks something of it. */
export function isOwed(intent: Intent): boolean {
  if (intent.state.at === 'kept') return false
  return intent.state.at !== 'accepted' || intent.state.sent < intent.state.total
}
