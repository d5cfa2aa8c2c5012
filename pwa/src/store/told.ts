import { asOf } from '@/domain/issue-clock'
import type { CalendarYear, IssueShown, Period, PhoneSettings } from '@/domain/wire'

/** What the last exchange with the server told besides the rows themselves. */
export interface Meta {
  period: Period
  serverTime: string
  syncedAt: string
  /** The phone's clock minus the server's, at the last exchange. */
  skewMs: number
  settings: PhoneSettings
}

/** What was told, as far as it can be believed when the phone's clock says `at`. */
export function believed(told: Meta | null, at = Date.now()): Meta | null {
  // A clock that stands before the last exchange was set back since: how wrong it is now, nobody knows.
  return told && at < Date.parse(told.syncedAt) - 60_000 ? { ...told, skewMs: 0 } : told
}

/** Issues with the days left until now, by the server's clock. */
export function today(kept: IssueShown[], told: Meta | null, years: CalendarYear[]): IssueShown[] {
  const now = Date.now() - (told?.skewMs ?? 0)
  return kept.map((one) => asOf(one, now, years))
}
