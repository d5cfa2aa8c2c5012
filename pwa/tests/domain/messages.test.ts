import { describe, expect, it } from 'vitest'

import { freshCount, toldList } from '@/domain/messages'
import type { FeedbackRow, MessageRow } from '@/domain/wire'

const digest: MessageRow = {
  id: 'd',
  kind: 'digest',
  title: '逾期 3 项，待复核 1 项',
  lines: [{ text: '逾期 3 项', to: '/ledger?overdue=true' }],
  at: '2026-11-30T00:30:00Z',
  read_at: null,
}
const critical: MessageRow = { ...digest, id: 'c', kind: 'critical', title: '重大问题，2 小时内办：禾谷里餐饮店', at: '2026-11-29T15:40:05.123456Z' }
const answer: FeedbackRow = { id: 'f', issue_id: 'i', text: '已整改到位，准予销号。', at: '2026-11-30T03:00:00Z', read_at: null }

describe('messages and feedback', () => {
  it('stand in one list, the newest first, each with where it leads', () => {
    const list = toldList([digest, critical], [answer], null, true)
    expect(list.map((one) => [one.id, one.title, one.urgent])).toEqual([
      ['f', '反馈', false],
      ['d', '每日提醒', false],
      ['c', '重大问题，2 小时内办：禾谷里餐饮店', true],
    ])
    expect(list[0]?.lines[0]?.to).toBe('/issue/i')
  })

  it('are 反馈 for a cadre; an office is told of an issue only when somebody reminds it', () => {
    expect([true, false].map((goesOut) => toldList([], [answer], null, goesOut)[0]?.title)).toEqual(['反馈', '催办'])
  })

  it('are new until they are read here or on another phone', () => {
    expect(freshCount([digest, critical], [answer], null)).toBe(3)
    expect(freshCount([digest, critical], [answer], critical.at)).toBe(2)
    expect(freshCount([digest, critical], [answer], digest.at)).toBe(1)
    expect(freshCount([{ ...digest, read_at: digest.at }], [{ ...answer, read_at: answer.at }], null)).toBe(0)
  })
})
