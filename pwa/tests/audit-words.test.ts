import { expect, it } from 'vitest'

import { aboutWhat, actionName, whoDid } from '@/domain/audit-words'
import type { AuditRow } from '@/domain/wire'

const line = (more: Partial<AuditRow>): AuditRow => ({
  id: 'l-1',
  at: '2026-11-23T02:00:00Z',
  actor_name: '高文静',
  action: 'issue.accept',
  subject_type: 'issue',
  subject_id: 'i-1',
  detail: {},
  address: '10.0.0.1',
  ...more,
})

it('names what was done in the words of the trade, and hides nothing it has no word for', () => {
  expect(['auth.refused', 'issue.accept', 'issue.levitate', 'made.up'].map(actionName)).toEqual([
    '登录被拒', '问题签收', 'issue.levitate', 'made.up',
  ])
})

it('tells an enterprise at its link from somebody unknown and from the system', () => {
  expect(whoDid(line({}))).toBe('高文静')
  expect(whoDid(line({ actor_name: '', detail: { by: 'link:abc' } }))).toBe('企业（整改链接）')
  expect(whoDid(line({ actor_name: '', action: 'auth.refused' }))).toBe('未登录的人')
  expect(whoDid(line({ actor_name: '', action: 'demo.loaded' }))).toBe('系统')
})

it('says what a line is about as far as it tells', () => {
  expect(aboutWhat(line({ detail: { number: 'LX-2026-0001', to: 'rectifying' } }))).toBe('编号 LX-2026-0001')
  expect(aboutWhat(line({ detail: { outcome: 'closed_door', issues: 0 } }))).toBe('闭门')
  expect(aboutWhat(line({ detail: { entities: ['a', 'b'] } }))).toBe('2 家企业')
})
