import { describe, expect, it } from 'vitest'

import { issueTag } from '@/domain/issue-tag'

const RECTIFYING = { state: 'rectifying', overdue: false, days_left: 5, returned_count: 0 } as const

describe('the tag of an issue', () => {
  it('says 待复查 to the cadre and 待复核 to the reviewer of the same issue', () => {
    const reviewing = { ...RECTIFYING, state: 'reviewing' } as const
    expect([issueTag(reviewing).s, issueTag(reviewing, 'reviewer').s]).toEqual(['recheck', 'review'])
  })

  it('lets the deadline speak before the return', () => {
    const returned = { ...RECTIFYING, returned_count: 1 }
    expect(issueTag(returned).s).toBe('back')
    expect(issueTag({ ...returned, overdue: true, days_left: -2 })).toEqual({ s: 'overdue', text: '逾期 2 天' })
  })

  it('says 重新打开 of what was closed before, though it had been sent back as well', () => {
    const again = { ...RECTIFYING, returned_count: 1, reopened_count: 1 }
    expect(issueTag(again).s).toBe('again')
    expect(issueTag({ ...again, overdue: true, days_left: -1 }).s).toBe('overdue')
    expect(issueTag({ ...again, state: 'closed' }).s).toBe('closed')
  })

  it('never calls a finished issue overdue', () => {
    for (const state of ['closed', 'voided', 'ended'] as const) {
      expect(issueTag({ ...RECTIFYING, state, overdue: true }).s).not.toBe('overdue')
    }
  })

  it('warns when the deadline is near', () => {
    expect(issueTag({ ...RECTIFYING, days_left: 0 })).toEqual({ s: 'soon', text: '今天到期' })
  })
})
