/** How long an issue found outside a visit gets: the term of its severity, or an earlier day. */

import type { Severity } from './checklist'
import type { DeadlineSpec } from './checklist-format'
import { dueDate } from './deadline'
import { monthDay, monthDayWeek, shanghaiDate } from './when'
import type { CalendarYear, Day } from './wire'

const TERMS: Record<Severity, DeadlineSpec> = {
  minor: { value: 10, unit: 'workday' },
  major: { value: 5, unit: 'workday' },
  critical: { value: 0, unit: 'immediate' },
}
const WORDS: Record<Severity, string> = { minor: '10 个工作日', major: '5 个工作日', critical: '当日' }

/** The last day it may be given; null where this phone does not know the holidays for sure. */
export function lastDay(severity: Severity, at: string, calendar: readonly CalendarYear[]): Day | null {
  const due = dueDate(at, TERMS[severity], calendar)
  return due.provisional ? null : due.date
}

/** What stands beside the field of the day. */
export function termMark(severity: Severity, last: Day | null): string {
  return `选填，不填按${WORDS[severity]}${last ? `，到${monthDayWeek(last)}` : ''}`
}

/** What is wrong with the day that was chosen; empty where it may stand. */
export function dayFault(day: Day, severity: Severity, at: string, calendar: readonly CalendarYear[]): string {
  if (!day) return ''
  if (day < shanghaiDate(at)) return '整改期限（选的日子已经过了）'
  const last = lastDay(severity, at, calendar)
  return last && day > last ? `整改期限（最晚到${monthDay(last)}，可以提前，不能推后）` : ''
}
