/** 承诺书 on the wire: what a cadre is to sign, and who has signed. */

import type { Instant, Sha256 } from './wire-words'

export type CommitmentState = 'none' | 'unsigned' | 'changed' | 'signed'
/** On the phone, or with a pen: then by photos of the paper or its PDF. */
export type SignedBy = 'signature' | 'paper' | 'scan'

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

/** A signature for the list that was read, as the phone keeps it until it is sent. */
export interface CommitmentSigned {
  digest: string
  signed_by: SignedBy
  pages: Sha256[]
  signed_at: Instant
}

export interface CommitmentRow {
  cadre_id: string
  name: string
  post: string
  place: string
  enterprises: number
  state: CommitmentState
  digest: string
  version: number
  signed_at: Instant | null
  signed_by: SignedBy | null
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

export const SIGNED_BY: Record<SignedBy, string> = { signature: '在手机上签', paper: '交了签好的纸质件', scan: '交了签好的纸质件' }
