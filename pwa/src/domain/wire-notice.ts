/** 公示牌 and 意见建议 on the wire, as the office works with them. */

import type { Day, Instant } from './wire-words'

export type NoticeState = 'none' | 'unprinted' | 'valid' | 'changed' | 'revoked'
export type Paper = 'a4' | 'a3'

export interface NoticeRow {
  entity_id: string
  entity_name: string
  address: string
  place: string
  /** Null where the entity has no notice. */
  id: string | null
  token: string | null
  number: string
  version: number
  issued_on: Day | null
  printed_on: Day | null
  state: NoticeState
  /** The parts of the paper that no longer hold. */
  changed: string[]
  revoked_on: Day | null
  revoked_for: string
}

export interface NoticePage {
  items: NoticeRow[]
  next: string | null
}

export interface NoticeCounts {
  none: number
  unprinted: number
  printed: number
  changed: number
  /** Whether every paper was compared; else at least so many have changed. */
  complete: boolean
  revoked: number
}

export interface NoticeNow {
  entity_id: string
  id: string
  version: number
}

export type OpinionState = 'new' | 'read' | 'done'

export interface OpinionRow {
  id: string
  entity_id: string
  entity_name: string
  text: string
  contact: string
  received_at: Instant
  state: OpinionState
  note: string
  handled_by: string
  handled_at: Instant | null
}

export interface OpinionPage {
  items: OpinionRow[]
  next: string | null
  /** Not read yet. */
  waiting: number
}
