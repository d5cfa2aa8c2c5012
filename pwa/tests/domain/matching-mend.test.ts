import { expect, it } from 'vitest'

import { mendOf } from '@/domain/matching-words'

const full = { code: 'full', text: '泉城路街道的干部都到上限了，请增加干部或调整上限' }

it('a firm left over because everybody is full leads to the caps of its level', () => {
  expect(mendOf({ after: null, grade: 'C', reasons: [full] })?.to).toBe('/duties?level=town')
})

it('nothing else leads there', () => {
  const none = { code: 'no_cadre', text: '泉城路街道没有乡级包保干部，请先录入干部' }
  expect(mendOf({ after: null, grade: 'C', reasons: [none] })).toBeNull()
  expect(mendOf({ after: { id: 'a', name: '李淑琴', post: '' }, grade: 'C', reasons: [full] })).toBeNull()
})
