/** 承诺书 on the wire: what a cadre is to sign, and who has signed. */

import type { Instant } from './wire-words'

export type CommitmentState = 'none' | 'unsigned' | 'changed' | 'signed'
export type SignedBy = 'signature' | 'paper'

export interface CommitmentShown {
  state: CommitmentState
  digest: string
  level: string
  counterpart: string
  promises: { name: string; tasks: string[] }[]
  listed: { entity_id: string; name: string; grade: string; address: string }[]
  /** Names that the last signed list has not. */
  added: string[]
  removed: string[]
  signed: { version: number; signed_at: Instant; signed_by: SignedBy; counterpart: string } | null
}

export interface CommitmentRow {
  cadre_id: string
  name: string
  post: string
  place: string
  enterprises: number
  state: CommitmentState
  version: number
  signed_at: Instant | null
}

export interface CommitmentPage {
  items: CommitmentRow[]
  unsigned: number
  changed: number
  signed: number
  complete: boolean
}

type Tone = 'ok' | 'warn' | 'na'
export const COMMITMENT_STATE: Record<CommitmentState, { name: string; tone: Tone }> = {
  unsigned: { name: '未签', tone: 'warn' },
  changed: { name: '名单变了，要重签', tone: 'warn' },
  signed: { name: '已签', tone: 'ok' },
  none: { name: '名下没有企业', tone: 'na' },
}
