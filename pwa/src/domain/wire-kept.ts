/** What the server keeps of a record that could not be handed in, as it travels. */
import type { Instant, Sha256 } from './wire-words'

export type KeptKind = 'inspection' | 'move' | 'issue' | 'handing'
export type KeptState = 'waiting' | 'delivered' | 'declined'

/** Proof that the server keeps a record that could not be handed in. */
export interface KeptReceipt {
  id: string
  receipt_no: string
  received_at: Instant
  missing_media: Sha256[]
}

/** What became of it. */
export interface KeptFate {
  id: string
  receipt_no: string
  state: KeptState
  handled_at: Instant | null
  note: string
  record_no: string | null
}

export interface KeptRow {
  id: string
  kind: KeptKind
  title: string
  entity: { id: string; name: string } | null
  author: { id: string; name: string; post: string; disabled: boolean }
  made_at: Instant
  received_at: Instant
  receipt_no: string
  reason: 'account_ended' | 'refused'
  why: string
  photos: number
  photos_arrived: number
  state: KeptState
  handled_by: string | null
  handled_at: Instant | null
  note: string
  record_id: string
  record_no: string | null
}

export interface KeptShown extends KeptRow {
  subject: string
  body: Record<string, unknown>
  media: { sha256: Sha256; arrived: boolean }[]
}

/** As an administrator sees it: nothing of what it says. */
export interface WatchedRow {
  id: string
  author: string
  username: string
  disabled: boolean
  kind: KeptKind
  reason: 'account_ended' | 'refused'
  why: string
  size: number
  photos: number
  made_at: Instant
  received_at: Instant
  state: KeptState
}
