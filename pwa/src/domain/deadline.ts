import type { DeadlineSpec } from './checklist-format'
import { daysBetween, monthDayWeek, shanghaiDate } from './when'
import type { CalendarYear, Day } from './wire'

/** A deadline as the phone foresees it; the ledger's own is in the receipt. */
export interface Foreseen {
  date: Day
  /** The holidays of a year it runs through are not published yet. */
  provisional: boolean
  /** Working days counted, for “5 个工作日”. */
  workdays: number
}

const day_ms = 86_400_000
const hour_ms = 3_600_000
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

export { monthDayWeek as dayText, shanghaiDate as shanghaiDay }

/** Whether a day is worked; in an unpublished year Monday to Friday without the fixed statutory days. */
export function isWorkday(day: Day, calendar: readonly CalendarYear[]): boolean {
  const restful = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
  const year = calendar.find((one) => one.year === Number(day.slice(0, 4)))
  if (!year) return !restful && !fixedHolidays.has(day.slice(5))
  if (year.workdays.includes(day)) return true
  return !restful && !year.holidays.includes(day)
}

/** The last day to put right what was found when a visit ended; counting starts the next day. */
export function dueDate(endedAt: string, spec: DeadlineSpec, calendar: readonly CalendarYear[]): Foreseen {
  const found = shanghaiDate(endedAt)
  if (spec.unit === 'hour') {
    const at = new Date(Date.parse(endedAt) + spec.value * hour_ms)
    return { date: shanghaiDate(at), provisional: false, workdays: 0 }
  }
  if (spec.unit === 'immediate') return { date: found, provisional: false, workdays: 0 }
  if (spec.unit === 'calendar_day') return { date: plus(found, spec.value), provisional: false, workdays: 0 }
  const date = afterWorkdays(found, spec.value, calendar)
  return { date, provisional: !published(found, date, calendar), workdays: spec.value }
}

/** Working days until the deadline, nought on its day; calendar days below zero once it has passed. */
export function daysLeft(deadline: Day, today: Day, calendar: readonly CalendarYear[]): number {
  if (today >= deadline) return daysBetween(today, deadline)
  // Among rest days only, the deadline has still not come.
  return Math.max(1, workdaysBetween(today, deadline, calendar))
}

function afterWorkdays(day: Day, count: number, calendar: readonly CalendarYear[]): Day {
  let reached = day
  for (let left = count; left > 0; ) {
    reached = plus(reached, 1)
    if (isWorkday(reached, calendar)) left -= 1
  }
  return reached
}

function workdaysBetween(start: Day, end: Day, calendar: readonly CalendarYear[]): number {
  let count = 0
  for (let n = daysBetween(start, end); n > 0; n -= 1) if (isWorkday(plus(start, n), calendar)) count += 1
  return count
}

function published(start: Day, end: Day, calendar: readonly CalendarYear[]): boolean {
  for (let year = Number(start.slice(0, 4)); year <= Number(end.slice(0, 4)); year += 1)
    if (!calendar.some((one) => one.year === year)) return false
  return true
}

function plus(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10)
}
