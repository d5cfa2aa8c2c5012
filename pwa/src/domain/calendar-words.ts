/** Working calendars in words. */

import type { CalendarLook, YearShown } from './wire-calendar'

export const STANDING: Record<YearShown['standing'], { tone: string; text: string }> = {
  shipped: { tone: 'ok', text: '已公布' },
  loaded: { tone: 'ok', text: '已装入' },
  provisional: { tone: 'warn', text: '暂算' },
}

export function yearFacts(year: Pick<YearShown, 'standing' | 'quarters' | 'workdays'>): string {
  if (year.standing === 'provisional') return '还没公布：周一到周五算工作日，元旦、五一、国庆的法定日除外'
  const total = year.quarters.reduce((sum, days) => sum + days, 0)
  return `全年 ${total} 个工作日，四个季度 ${year.quarters.join('、')} 天`
}

/** What loading it does to deadlines that are provisional now. */
export function changeWords(look: CalendarLook): string {
  const replaced = look.replaces ? `将替换现有的 ${look.year.year} 年日历。` : ''
  const least = look.counted_all ? '' : '至少 '
  if (!look.sure && !look.later) return `${replaced}没有暂定的期限要重算。`
  const later = look.later ? `其中 ${look.later} 条推后，最多推后 ${look.most_days} 天` : '日子都不变'
  return `${replaced}${least}${look.sure} 条暂定期限会确定下来，${later}。`
}
