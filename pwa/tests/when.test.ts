import { describe, expect, it } from 'vitest'

import { clock, daysBetween, daysLeftWords, greeting, monthDay, monthDayWeek, periodName, termWords } from '@/domain/when'

describe('dates and times', () => {
  it('turn to the next day at Shanghai midnight, not at that of UTC', () => {
    expect(monthDay('2026-11-22T15:59:59Z')).toBe('11月22日')
    expect(monthDay('2026-11-22T16:00:00Z')).toBe('11月23日')
    expect(clock('2026-11-22T16:05:00Z')).toBe('00:05')
  })

  it('do not hang on where the phone believes to be', () => {
    expect(monthDay('2026-12-31T23:30:00+08:00')).toBe('12月31日')
    expect(clock(new Date('2026-07-01T00:30:00+02:00'))).toBe('06:30')
  })

  it('show the weekday beside a deadline', () => {
    expect(monthDayWeek('2026-11-30')).toBe('11月30日（周一）')
  })

  it('count days across a month', () => {
    expect(daysBetween('2026-11-27', '2026-12-02')).toBe(5)
    expect(daysBetween('2026-12-02', '2026-11-27')).toBe(-5)
  })

  it('say what is left in words', () => {
    expect([4, 0, -2].map(daysLeftWords)).toEqual(['还剩 4 天', '今天到期', '逾期 2 天'])
    expect([4, 0, -2].map(termWords)).toEqual(['还剩 4 个工作日', '今天到期', '逾期 2 天'])
  })

  it('greet by the time of day', () => {
    const at = (hour: string) => greeting(new Date(`2026-11-23T${hour}:00+08:00`))
    expect([at('00:07'), at('08:00'), at('12:30'), at('15:00'), at('20:00')]).toEqual(['晚上好', '上午好', '中午好', '下午好', '晚上好'])
  })

  it('name the quarter', () => {
    expect(periodName('2026Q4')).toBe('2026年第四季度')
  })
})
