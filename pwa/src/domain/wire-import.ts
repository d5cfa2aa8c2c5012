/** Imports of the register on the wire: a sheet that was checked, and what is wrong in it. */

import type { Instant } from './wire-words'

export type ImportKind = 'regions' | 'accounts' | 'entities' | 'assignments'
export type ImportShape = ImportKind | 'contacts'
export type ImportState = 'reading' | 'checked' | 'applied' | 'undone'
export type Gravity = 'error' | 'warning'

/** Rows read and what becomes of them: rows = insert + update + same + faulty + doubted. */
export interface ImportCounts {
  rows: number
  insert: number
  update: number
  same: number
  faulty: number
  doubted: number
  taken: number
}

export interface ImportRow {
  id: string
  kind: ImportShape
  kind_name: string
  file: string
  state: ImportState
  made_by: string
  made_at: Instant
  applied_by: string
  applied_at: Instant | null
  undone_by: string
  undone_at: Instant | null
  counts: ImportCounts
}

export interface ImportColumn {
  place: number
  letter: string
  heading: string
  field: string | null
  title: string | null
}

export interface ImportSheet {
  name: string
  shape: ImportShape | null
  shape_name: string
  heading_row: number
  rows: number
  /** The number the sheet itself gives under 合计. */
  declared: number | null
  columns: ImportColumn[]
  missing: string[]
}

export interface ImportField {
  key: string
  title: string
  required: boolean
  choices: string[]
}

export interface ImportCode {
  code: string
  name: string
  gravity: Gravity
  many: number
  waiting: number
  reason: string | null
}

export interface ImportShown extends ImportRow {
  version: number
  again: boolean
  sheets: ImportSheet[]
  codes: ImportCode[]
  fields: Partial<Record<ImportShape, ImportField[]>>
}

export interface ImportFinding {
  seq: number
  n: number
  sheet: string
  number: number
  letter: string
  field: string
  title: string
  code: string
  name: string
  gravity: Gravity
  shown: string
  text: string
  suggestion: string | null
  reason: string | null
  choices: string[]
}

export interface ImportFindings {
  items: ImportFinding[]
  next: string | null
}
