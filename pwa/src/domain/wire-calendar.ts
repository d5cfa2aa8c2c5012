/** Working calendars as their administrator sees them. */

import type { Day, Instant } from './wire-words'

export interface YearShown {
  year: number
  standing: 'shipped' | 'loaded' | 'provisional'
  source: string
  holidays: { name: string; from: Day; to: Day }[]
  workdays: Day[]
  /** Working days of each quarter. */
  quarters: number[]
  loaded_at: Instant | null
  loaded_by: string
}

export interface CalendarLook {
  year: YearShown
  replaces: YearShown | null
  /** Provisional deadlines that become sure, and how many of them later, by so many days at most. */
  sure: number
  later: number
  most_days: number
  counted_all: boolean
  applied: boolean
}

export interface NewCalendar {
  file: string
  text: string
  look: boolean
}
