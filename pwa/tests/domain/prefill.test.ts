import { describe, expect, it } from 'vitest'

import { itemsOf } from '@/domain/checklist'
import { prefilled } from '@/domain/prefill'
import type { EntityShown } from '@/domain/wire'
import { checklistBody } from './body'

const licensed = itemsOf(checklistBody('special')).find(({ code }) => code === 'SPEC-A01')
const shop = (stage: string | null) =>
  ({ licence_no: 'JY13701020000011', profile: { flags: [], kind: '药店', stage, grade: 'D', level: 'village', has_prior_issues: false } }) as unknown as EntityShown

describe('what the register knows', () => {
  it('answers 环节 as registered, so that nobody asks half of the form away by a tap', () => {
    if (!licensed) throw new Error('the form has no such item')
    expect(prefilled(licensed, {}, shop('retail'))).toEqual({ 'SPEC-A01a': '销售', 'SPEC-A01c': 'JY13701020000011' })
    expect(prefilled(licensed, {}, shop('production'))).toMatchObject({ 'SPEC-A01a': '生产' })
  })

  it('leaves open what is not registered, and keeps what was filled in', () => {
    if (!licensed) throw new Error('the form has no such item')
    expect(prefilled(licensed, {}, shop(null))).toEqual({ 'SPEC-A01c': 'JY13701020000011' })
    expect(prefilled(licensed, { 'SPEC-A01a': '生产' }, shop('retail'))).toMatchObject({ 'SPEC-A01a': '生产' })
  })
})
