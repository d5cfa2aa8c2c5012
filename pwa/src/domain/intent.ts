import type { IssueRegistered, MoveOrder, ProblemBody, Receipt, Sha256 } from './wire'
import type { KeptFate } from './wire-kept'
import type { VisitBody } from './visit'
import type { CommitmentSigned } from './wire-commitment'
import type { GivingBack, HandingOver } from './wire-signing'

/** Where something stands on its way to the server. */
export type Sending =
  /** `keeping`: no longer to be handed in but to be kept by the server, and the refusal behind that. */
  | { at: 'waiting'; why?: string; tries?: number; notBefore?: number; keeping?: Refused }
  | { at: 'sending'; sent: number; total: number }
  | { at: 'signin' }
  | { at: 'refused'; why: string; problem?: ProblemBody }
  /** The server keeps it until an office has decided; `sent` of `total` pictures are with it. */
  | { at: 'kept'; keptAt: string; receiptNo: string; sent: number; total: number; missing: Sha256[]; why?: string; fate?: KeptFate }
  /** The server has the text; `sent` of `total` pictures have arrived too, `gone` are on this phone no more. */
  | {
      at: 'accepted'
      acceptedAt: string
      sent: number
      total: number
      receipt?: Receipt
      why?: string
      gone?: number | undefined
      /** The person knows that they are lost: nothing is waited for any more. */
      doneWithout?: number
    }

/** The server's no; without a `problem` the account itself had ended. */
export interface Refused {
  why?: string
  problem?: ProblemBody
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
    /** An assistant's visit on its way to his leader, and the leader's return of one. */
    | { kind: 'handing'; body: HandingOver }
    | { kind: 'give_back'; body: GivingBack }
    /** 承诺书, signed for the list that was read. */
    | { kind: 'commitment'; body: CommitmentSigned }
  )

/** Whether the server still lacks something of it. */
export function isOwed(intent: Intent): boolean {
  const { state } = intent
  if (state.at === 'accepted') return state.sent + (state.doneWithout ?? 0) < state.total
  return state.at === 'kept' ? state.sent < state.total : true
}

/** Whether a list from the server made at `since` cannot know of it in full. */
export function isUnsettled(kept: { settledAt?: string | undefined }, since: string): boolean {
  return !kept.settledAt || kept.settledAt > since
}

/** Whether a whole visit is behind it, that can be opened again. */
export function isVisit(made: Intent): made is Extract<Intent, { kind: 'inspection' | 'handing' }> {
  return made.kind === 'inspection' || made.kind === 'handing'
}

/** Whether it is of use to anybody once its account has ended, or the server has refused it. */
export function isKeepable(made: Intent): boolean {
  return made.kind !== 'feedback_read' && made.kind !== 'give_back' && made.kind !== 'commitment'
}
