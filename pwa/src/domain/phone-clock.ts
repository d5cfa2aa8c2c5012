/** What a record says of the clock of the phone it was made on. */

import type { Instant } from './wire'

export interface ClockSeen {
  finished_at: Instant
  device_finished_at: Instant | null
  remarks: string[]
}

/** Nothing where the phone's clock was right. */
export function phoneClockWords(seen: ClockSeen): string | null {
  if (seen.remarks.includes('clock_unsure')) return '时间改动过，已按不晚于收到的时间记录'
  if (!seen.device_finished_at || !seen.remarks.includes('skew')) return null
  const aheadS = (Date.parse(seen.device_finished_at) - Date.parse(seen.finished_at)) / 1000
  return `比服务器${aheadS > 0 ? '快' : '慢'} ${span(Math.abs(aheadS))}，已按服务器时间更正`
}

function span(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} 分钟`
  return seconds < 86_400 ? `${Math.round(seconds / 3600)} 小时` : `${Math.round(seconds / 86_400)} 天`
}
