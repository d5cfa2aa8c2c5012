import { describe, expect, it } from 'vitest'

import { asOf, onTimeWords, takeOnWords } from '@/domain/issue-clock'
import type { IssueShown } from '@/domain/wire'

const told = (more: object) =>
  ({
    state: 'rectifying',
    deadline: '2026-11-27',
    deadline_at: null,
    overdue: false,
    days_left: 4,
    flags: { paused: false },
    ...more,
  }) as unknown as IssueShown
const at = (instant: string) => Date.parse(instant)
const seen = (issue: IssueShown, instant: string) => {
  const { overdue, days_left } = asOf(issue, at(instant), [])
  return [overdue, days_left]
}

describe('an issue told on Monday', () => {
  it('has fewer days left each day, and is overdue from the midnight after its day', () => {
    expect(seen(told({}), '2026-11-25T04:00:00Z')).toEqual([false, 2])
    expect(seen(told({}), '2026-11-27T15:59:59Z')).toEqual([false, 0])
    expect(seen(told({}), '2026-11-27T16:00:01Z')).toEqual([true, -1])
    expect(seen(told({}), '2026-12-01T04:00:00Z')).toEqual([true, -4])
  })

  it('is overdue by the instant where it has one', () => {
    const hours = told({ deadline_at: '2026-11-27T02:00:00Z' })
    expect(seen(hours, '2026-11-27T01:59:00Z')[0]).toBe(false)
    expect(seen(hours, '2026-11-27T02:01:00Z')[0]).toBe(true)
  })

  it('stays as told while it is paused or once it is closed', () => {
    for (const still of [told({ flags: { paused: true } }), told({ state: 'closed' })]) {
      expect(seen(still, '2026-12-20T04:00:00Z')).toEqual([false, 4])
    }
  })
})

describe('how the deadline was kept', () => {
  const words = (on_time: object | undefined) => onTimeWords(told({ on_time })).map((one) => [one.text, one.late])

  it('is said once for the enterprise and once for the office', () => {
    expect(words({ submitted: true, closed: false })).toEqual([
      ['按期提交整改', false],
      ['逾期销号', true],
    ])
    expect(words({ submitted: false, closed: null })).toEqual([['逾期提交整改', true]])
  })

  it('is not said of what an older version kept', () => {
    expect(words(undefined)).toEqual([])
  })
})

describe('taking an issue on', () => {
  const said = (more: object) => takeOnWords(told({ take_on_late: false, ...more }))

  it('is due by the end of a day, or by the hour', () => {
    expect(said({ state: 'assigned', take_on_by: '2026-11-24T16:00:00Z' })).toBe('请在11月24日前签收')
    expect(said({ state: 'registered', take_on_by: '2026-11-23T05:00:00Z' })).toBe('请在11月23日 13:00前交办')
  })

  it('is late in plain words, and nothing once it is done', () => {
    expect(said({ state: 'assigned', take_on_by: '2026-11-24T16:00:00Z', take_on_late: true })).toBe('签收已超时，应在11月24日前办')
    expect(said({ state: 'rectifying', take_on_by: null })).toBeNull()
  })
})
