/** Dates and times as people here say them, in Shanghai time. */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What the clock on the wall shows, as YYYY-MM-DDTHH:MM. */
function wall(instant: string | Date): string {
  // Eight hours all the year round; `Intl` would say the same but costs a slow phone 0.1 s at every start.
  return new Date(new Date(instant).getTime() + 8 * HOUR_MS).toISOString().slice(0, 16)
}

/** Shanghai date of an instant, as YYYY-MM-DD. */
export function shanghaiDate(instant: string | Date): string {
  return wall(instant).slice(0, 10)
}

/** 11月27日 of a date or an instant. */
export function monthDay(when: string): string {
  const day = when.length > 10 ? shanghaiDate(when) : when
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

/** 周一 of a date. */
export function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
}

/** 11月30日（周一） of a date. */
export function monthDayWeek(day: string): string {
  return `${monthDay(day)}（${weekday(day)}）`
}

/** 10:31 of an instant. */
export function clock(instant: string | Date): string {
  return wall(instant).slice(11)
}

/** 11月23日 10:31 of an instant. */
export function monthDayClock(instant: string): string {
  return `${monthDay(instant)} ${clock(instant)}`
}

/** 2026年11月23日 10:31 of an instant. */
export function yearDayClock(instant: string): string {
  return `${shanghaiDate(instant).slice(0, 4)}年${monthDayClock(instant)}`
}

/** The date after a date. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from one date to another; negative when it has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** Monday and Sunday of the week a date lies in. */
export function weekOf(day: string): { first: string; last: string } {
  const at = Date.parse(`${day}T00:00:00Z`)
  const monday = at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS
  const name = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
  return { first: name(monday), last: name(monday + 6 * DAY_MS) }
}

/** 2026Q4 of a date. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** This quarter and those before it, newest first. */
export function quartersBack(today: string, many: number): string[] {
  const now = quarterOf(today)
  const last = Number(now.slice(0, 4)) * 4 + Number(now.slice(5)) - 1
  return Array.from({ length: many }, (_, n) => `${Math.floor((last - n) / 4)}Q${((last - n) % 4) + 1}`)
}

/** 还剩 4 天, 今天到期 or 逾期 2 天. */
export function daysLeftWords(days: number): string {
  if (days === 0) return '今天到期'
  return days > 0 ? `还剩 ${days} 天` : `逾期 ${-days} 天`
}

/** 还剩 4 个工作日, 今天到期 or 逾期 2 天: a term runs by working days, lateness by the days of the wall calendar. */
export function termWords(days: number): string {
  return days > 0 ? `还剩 ${days} 个工作日` : daysLeftWords(days)
}

/** 上午好, 中午好, 下午好 or 晚上好 at this moment. */
export function greeting(instant: Date): string {
  const hour = Number(wall(instant).slice(11, 13))
  // Whoever is up before five has not begun the day.
  if (hour < 5) return '晚上好'
  if (hour < 11) return '上午好'
  if (hour < 13) return '中午好'
  return hour < 18 ? '下午好' : '晚上好'
}

/** 2026年第四季度 of 2026Q4. */
export function periodName(period: string): string {
  const quarter = '一二三四'.charAt(Number(period.slice(5)) - 1)
  return `${period.slice(0, 4)}年第${quarter}季度`
}
