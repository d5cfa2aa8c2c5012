/** Drafts of checklists on the wire: what an office handed in as a workbook. */

import type { Day, Instant } from './wire-words'

export type DraftState = 'waiting' | 'published' | 'withdrawn'

export interface DraftRow {
  id: string
  checklist_id: string
  name: string
  /** The workbook it was read from. */
  file: string
  valid_from: Day
  items: number
  core: number
  state: DraftState
  version: number | null
  made_by: string
  made_at: Instant
}

export interface DraftChange {
  way: 'added' | 'removed' | 'tightened' | 'loosened' | 'reworded' | 'changed'
  code: string
  text: string
}

export interface DraftBreakage {
  code: string
  text: string
  /** Whether a person may confirm that it is the same question, re-worded. */
  reworded: boolean
}

/** What a person confirms before publishing; `names` says what it is about, one line each. */
export interface DraftCaution {
  key: string
  text: string
  /** More than half of the items go, or a critical one. */
  grave: boolean
  names: string[]
}

export interface DraftShown extends DraftRow {
  notes: string[]
  replaces: number | null
  changes: DraftChange[]
  breakages: DraftBreakage[]
  cautions: DraftCaution[]
  /** Why this person may not publish it; empty where they may. */
  refusal: string
}

/** A mark of premises, such as 学校食堂. */
export interface FlagShown {
  code: string
  name: string
  meaning: string
}
