/** Answers as they travel in an inspection: `app/checklists/answers.py`. */
import type { Severity } from './checklist-format'

export type Given = 'yes' | 'no' | 'na'
export type ChildValue = string | number | string[]

export interface Answer {
  item: string
  /** A text item has a note and no answer. */
  answer?: Given | null
  note?: string
  photos?: string[]
  photos_after?: string[]
  severity?: Severity | null
  severity_reason?: string | null
  fixed_on_site?: boolean
  children?: Record<string, ChildValue>
}

export interface Recheck {
  issue_id: string
  result: 'fixed' | 'not_fixed' | 'repeated'
  note?: string
  photos?: string[]
}
