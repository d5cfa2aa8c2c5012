import { describe, expect, it } from 'vitest'

import { changeWords, yearFacts } from '@/domain/calendar-words'
import type { CalendarLook, YearShown } from '@/domain/wire-calendar'

const year: YearShown = {
  year: 2027,
  standing: 'loaded',
  source: '通知',
  holidays: [],
  workdays: [],
  quarters: [58, 62, 66, 62],
  loaded_at: null,
  loaded_by: '',
}
const look: CalendarLook = { year, replaces: null, sure: 12, later: 5, most_days: 3, counted_all: true, applied: false }

describe('what a calendar changes', () => {
  it('is said in numbers before it is loaded', () => {
    expect(changeWords(look)).toBe('12 条暂定期限会确定下来，其中 5 条推后，最多推后 3 天。')
    expect(changeWords({ ...look, later: 0 })).toBe('12 条暂定期限会确定下来，日子都不变。')
    expect(changeWords({ ...look, counted_all: false })).toContain('至少 12 条')
  })

  it('says what it replaces, and when nothing waits for it', () => {
    expect(changeWords({ ...look, sure: 0, later: 0, replaces: year })).toBe('将替换现有的 2027 年日历。没有暂定的期限要重算。')
  })

  it('tells a published year from one that is guessed', () => {
    expect(yearFacts(year)).toBe('全年 248 个工作日，四个季度 58、62、66、62 天')
    expect(yearFacts({ ...year, standing: 'provisional' })).toContain('还没公布')
  })
})
