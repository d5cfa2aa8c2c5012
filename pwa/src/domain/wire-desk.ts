/** The shapes of the desk on the wire: saved views and orders for many issues. */

export interface SavedView {
  id: string
  name: string
  query: Record<string, string>
  /** Seen by everybody of the same post and place. */
  shared: boolean
  mine: boolean
  by: string
}

export interface ViewKept {
  id: string
  name: string
  query: Record<string, string>
  shared: boolean
}

/** What may be ordered for many at once. 销号 is not among it: each issue is looked at. */
export type BulkMove = 'assign' | 'transfer' | 'remind'

export interface BulkOrder {
  id: string
  move: BulkMove
  unit_id?: string
  note?: string
  issues: { id: string; seen_version: number }[]
}

export interface BulkResult {
  id: string
  number: string
  done: boolean
  /** Why not; empty when done. */
  why: string
}
