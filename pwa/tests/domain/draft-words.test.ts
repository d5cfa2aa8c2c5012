import { describe, expect, it } from 'vitest'

import { affectedWords, confirmWords, firstDays } from '@/domain/draft-words'

describe('the day from which a version is used', () => {
  it('is tomorrow, or one tap further the first day of the next quarter', () => {
    expect(firstDays('2026-11-26')).toEqual([
      { value: '2026-11-27', name: '明天（11月27日）' },
      { value: '2027-01-01', name: '下季度（1月1日）' },
    ])
    expect(firstDays('2026-12-31')).toEqual([{ value: '2027-01-01', name: '明天（1月1日）' }])
  })

  it('says which visits are affected, and that a quarter is divided by it', () => {
    const [whole, divided] = affectedWords('2026-11-27', '2026-11-26')
    expect(whole).toContain('2026年11月27日起开始的督导用新版')
    expect(whole).toContain('旧版的记录再收 30 天')
    expect(divided).toContain('这一天在季度中间')
    expect(affectedWords('2026-11-26', '2026-11-26').at(0)).toContain('今天起')
    expect(affectedWords('2027-01-01', '2026-11-26')).toHaveLength(1)
  })
})

it('what is confirmed is said: that it goes for good, or that the law is right', () => {
  expect(confirmWords({ key: 'removed' })).toContain('不再查')
  expect(confirmWords({ key: 'LAW1' })).toContain('名称和条款没写错')
})
