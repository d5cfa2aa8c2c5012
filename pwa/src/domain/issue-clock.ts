import { daysLeft, shanghaiDay } from './deadline'
import { isOpen } from './issue-tag'
import { clock, monthDay } from './when'
import type { CalendarYear, Instant, IssueShown } from './wire'

const DAY_MS = 86_400_000

/**
 * An issue as it stands at an instant of the server's clock.
 *
 * Days pass without the server telling: it sends an issue again only when it was changed. What is
 * closed or paused stays as it was told.
 */
export function asOf(issue: IssueShown, now: number, calendar: readonly CalendarYear[]): IssueShown {
  if (!isOpen(issue) || issue.flags.paused) return issue
  return {
    ...issue,
    overdue: now > endOf(issue.deadline, issue.deadline_at),
    days_left: daysLeft(issue.deadline, shanghaiDay(new Date(now)), calendar),
  }
}

/** How the enterprise and the office kept to the deadline, in words; each was judged once, when it acted. */
export function onTimeWords(issue: IssueShown): { text: string; late: boolean }[] {
  if (!issue.on_time) return []
  const { submitted, closed } = issue.on_time
  const behalf = issue.rectification?.channel === 'on_behalf' ? '（代报）' : ''
  return [
    ...(submitted === null ? [] : [{ text: `${submitted ? '按期提交整改' : '逾期提交整改'}${behalf}`, late: !submitted }]),
    ...(closed === null ? [] : [{ text: closed ? '按期销号' : '逾期销号', late: !closed }]),
  ]
}

/** 交办 and 签收 have a clock of their own. */
export function takeOnWords(issue: Pick<IssueShown, 'state' | 'take_on_by' | 'take_on_late'>): string | null {
  if (!issue.take_on_by) return null
  const what = issue.state === 'registered' ? '交办' : '签收'
  // The end of a day is said as that day.
  const until = new Date(Date.parse(issue.take_on_by) - 1)
  const hour = clock(issue.take_on_by) === '00:00' ? '' : ` ${clock(issue.take_on_by)}`
  return issue.take_on_late ? `${what}已超时，应在${monthDay(until.toISOString())}${hour}前办` : `请在${monthDay(until.toISOString())}${hour}前${what}`
}

/** How much more time was asked for, counted as the deadline is: 4 个工作日 is not 4 days. */
export function extensionWords(extension: Readonly<Record<string, unknown>>): string {
  return `${String(extension['days'])} ${String(extension['unit'] ?? '天')}`
}

export const ESCALATED: Record<'county' | 'city', string> = { county: '已升级到县级', city: '已升级到市级' }

function endOf(deadline: string, deadlineAt: Instant | null): number {
  return deadlineAt ? Date.parse(deadlineAt) : Date.parse(`${deadline}T00:00:00+08:00`) + DAY_MS
}
