import { daysLeft, shanghaiDay } from './deadline'
import { isOpen } from './issue-tag'
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

function endOf(deadline: string, deadlineAt: Instant | null): number {
  return deadlineAt ? Date.parse(deadlineAt) : Date.parse(`${deadline}T00:00:00+08:00`) + DAY_MS
}
