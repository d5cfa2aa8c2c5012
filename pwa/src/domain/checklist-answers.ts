/** Answers as they travel in an inspection: `app/checklists/answers.py`. */
import type { Severity } from './checklist-format'

export type Given = 'yes' | 'no' | 'na'
export type Plain = string | number | string[]
/** One line of a repeated group, by the codes of its columns. */
export type Row = Record<string, Plain>
/** What was filled in: words, a number, a day, choices or photos, or a table of them. */
export type Value = Plain | Row[]
export type ChildValue = Value

/** Whether it names the bytes of a photo or signature. */
export function isPicture(one: unknown): one is string {
  return typeof one === 'string' && /^[0-9a-f]{64}$/.test(one)
}

/** Every picture of a value in its order, those in the lines of a group included. */
export function picturesIn(value: Value | null | undefined): string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: string | Row) => (typeof one === 'string' ? [one].filter(isPicture) : Object.values(one).flatMap(picturesIn)))
}

/** The pictures of everything an answer fills in beside its own photos. */
export function picturesAsked({ value, children }: Pick<Answer, 'value' | 'children'>): string[] {
  return [value, ...Object.values(children ?? {})].flatMap(picturesIn)
}

export interface Answer {
  item: string
  /** A text item has a note, any other without 是/否 a value. */
  answer?: Given | null
  note?: string
  photos?: string[]
  photos_after?: string[]
  severity?: Severity | null
  severity_reason?: string | null
  fixed_on_site?: boolean
  value?: Value | null
  children?: Record<string, ChildValue>
  /** Answered with others by “其余均符合”, not by itself. */
  bulk?: boolean
}

export interface Recheck {
  issue_id: string
  result: 'fixed' | 'not_fixed' | 'repeated'
  note?: string
  photos?: string[]
}
