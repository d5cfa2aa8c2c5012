import { describe, expect, it } from 'vitest'

import { beginnings, effectWords, endings, often, rateOf, standing, termOf, whom } from '@/domain/period-words'
import type { Effect, Rule } from '@/domain/wire-periods'

const TODAY = '2026-11-26'
const rule: Rule = {
  id: 'r',
  region_code: '370102000000',
  region: '济南市历下区',
  grade: 'D',
  business_type: 'catering',
  risk_level: 'A',
  times: 2,
  period: 'quarter',
  valid_from: '2027-01-01',
  valid_to: null,
  own: true,
}
const days = (listed: { value: string }[]): string[] => listed.map((one) => one.value)

describe('a rule of frequency', () => {
  it('says how often and of whom, naming both A–D scales', () => {
    expect(often(rule)).toBe('每季度 2 次')
    expect(whom(rule)).toBe('包保 D 级 · 餐饮服务 · 风险 A 级')
    expect(whom({ grade: null, business_type: null, risk_level: null })).toBe('全部主体')
  })

  it('begins with a cycle: the running one only while its first quarter runs', () => {
    expect(days(beginnings('quarter', TODAY))).toEqual(['2026-10-01', '2027-01-01', '2027-04-01', '2027-07-01'])
    expect(days(beginnings('half', TODAY, 2))).toEqual(['2027-01-01', '2027-07-01'])
    expect(days(beginnings('year', TODAY, 2))).toEqual(['2027-01-01', '2028-01-01'])
    expect(days(beginnings('half', '2026-08-03', 1))).toEqual(['2026-07-01'])
    expect(beginnings('quarter', TODAY, 1)[0]?.name).toBe('2026年第四季度（已开始，补派）')
  })

  it('ends with a cycle, or is withdrawn before it begins', () => {
    expect(endings(rule, TODAY, 2)).toEqual([
      { value: '2026-12-31', name: '撤销，一次也不执行' },
      { value: '2027-03-31', name: '做完2027年第一季度' },
      { value: '2027-06-30', name: '做完2027年第二季度' },
    ])
    expect(days(endings({ ...rule, period: 'year', valid_from: '2026-01-01' }, TODAY, 2))).toEqual(['2026-12-31', '2027-12-31'])
  })

  it('is not begun, running, over or withdrawn', () => {
    expect(standing(rule, TODAY).name).toBe('未开始')
    expect(standing({ ...rule, valid_from: '2026-10-01' }, TODAY).name).toBe('执行中')
    expect(standing({ valid_from: '2026-01-01', valid_to: '2026-09-30' }, TODAY).name).toBe('已结束')
    expect(standing({ valid_from: '2027-01-01', valid_to: '2026-12-31' }, TODAY).name).toBe('已撤销')
    expect(termOf({ valid_from: '2026-01-01', valid_to: '2026-09-30' })).toBe('2026年1月1日至2026年9月30日')
  })
})

describe('what a change of the rules comes to', () => {
  const effect = (now: number, then: number): Effect => ({ first: '2027-01-01', last: '2027-03-31', grades: [], now, then, running: false })

  it('is said in visits, more or fewer', () => {
    expect(effectWords(effect(3, 6))).toBe('2027年1月1日至3月31日，应督导由 3 次变为 6 次，多 3 次。')
    expect(effectWords(effect(6, 3))).toContain('少 3 次')
    expect(effectWords(effect(3, 3))).toContain('没有变化')
  })
})

it('a place that owed nothing has no rate', () => {
  const part = { code: '', name: '', entities: 1, vacant: 0, late: 1, opens: false }
  expect(rateOf({ ...part, owed: 0, done: 0 })).toBe('—')
  expect(rateOf({ ...part, owed: 8, done: 7 })).toBe('87.5%')
})
