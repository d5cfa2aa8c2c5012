/** 文书 on the wire: what may be issued, what was issued, and what followed. */
import type { Day, Instant } from './wire-words'

export type DocumentState = 'to_sign' | 'to_answer' | 'answered' | 'revoked'
export type DocumentWanted = DocumentState | 'overdue'

export interface FieldOffered {
  name: string
  label: string
  kind: 'line' | 'text' | 'date' | 'time' | 'choice'
  most: number
  options: string[]
  required: boolean
  value: string
  hint: string
}

/** A kind this person may issue; `why_not` says where it does not fit the issue. */
export interface KindOffered {
  code: string
  name: string
  hint: string
  addressee_kind: 'entity' | 'body'
  addressee: string
  unit_id: string | null
  fields: FieldOffered[]
  /** A move that the issues may make in the same step. */
  along: { name: string; issues: number; why_not: string } | null
  why_not: string
}

export interface DocumentOrder {
  id: string
  kind: string
  issues: string[]
  addressee: string
  unit_id: string | null
  with_move: boolean
  fields: Record<string, string>
}

export interface DocumentRow {
  id: string
  kind: string
  name: string
  number: string
  issuer_name: string
  addressee: string
  entity_id: string | null
  issued_at: Instant
  issued_by_name: string
  sign_by: Day
  signed_on: Day | null
  feedback_due: Day
  answered_on: Day | null
  state: DocumentState
  overdue: boolean
  issues: number
}

export interface DocumentShown extends DocumentRow {
  named: { id: string; number: string; description: string; state: string }[]
  fields: { label: string; value: string }[]
  signed: { name: string; on: Day; how: string; note: string; written_by: string } | null
  answer: { text: string; on: Day; written_by: string } | null
  revoked: { note: string; on: Day; by: string } | null
  may: ('sign' | 'feedback' | 'revoke')[]
}

export interface DocumentCounts {
  to_sign: number
  to_answer: number
  overdue: number
  answered: number
  revoked: number
  all: number
}

export interface SignOrder {
  name: string
  on: Day
  how: '直接送达' | '留置送达' | '邮寄送达' | '电子送达' | '转交送达'
  note: string
}

/** Whose quarterly page an office may have. */
export interface CadreRow {
  id: string
  name: string
  post: string
  place: string
}
