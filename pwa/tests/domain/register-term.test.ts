import { describe, expect, it } from 'vitest'

import { dayFault, lastDay, termMark } from '@/domain/register-term'
import type { CalendarYear } from '@/domain/wire'

/** A year without holidays of its own: every Monday to Friday is worked. */
const YEAR: CalendarYear[] = [{ year: 2026, holidays: [], workdays: [] }]
const NOW = '2026-11-26T02:00:00Z'

describe('the day by which an issue found outside a visit is to be put right', () => {
  it('is by severity ten working days, five, or today', () => {
    expect([lastDay('minor', NOW, YEAR), lastDay('major', NOW, YEAR), lastDay('critical', NOW, YEAR)]).toEqual(['2026-12-10', '2026-12-03', '2026-11-26'])
    expect(termMark('major', '2026-12-03')).toBe('选填，不填按5 个工作日，到12月3日（周四）')
  })

  it('may be earlier, not later, and not gone by', () => {
    expect(dayFault('', 'major', NOW, YEAR)).toBe('')
    expect(dayFault('2026-11-26', 'major', NOW, YEAR)).toBe('')
    expect(dayFault('2026-12-03', 'major', NOW, YEAR)).toBe('')
    expect(dayFault('2026-12-04', 'major', NOW, YEAR)).toBe('整改期限（最晚到12月3日，可以提前，不能推后）')
    expect(dayFault('2026-11-25', 'major', NOW, YEAR)).toBe('整改期限（选的日子已经过了）')
  })

  it('is the server’s to judge where this phone does not know the holidays', () => {
    expect(lastDay('minor', NOW, [])).toBeNull()
    expect(termMark('minor', null)).toBe('选填，不填按10 个工作日')
    expect(dayFault('2027-03-01', 'minor', NOW, [])).toBe('')
  })
})
