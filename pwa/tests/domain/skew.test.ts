import { expect, it } from 'vitest'

import { skewWords } from '@/domain/skew'

const MINUTE = 60_000
const CASES: [number, string | null][] = [
  [0, null],
  [10 * MINUTE, null],
  [-10 * MINUTE, null],
  [11 * MINUTE, '快了 11 分钟'],
  [-25 * MINUTE, '慢了 25 分钟'],
  [3 * 60 * MINUTE, '快了 3 小时'],
  [-2 * 1440 * MINUTE, '慢了 2 天'],
  [400 * 1440 * MINUTE, '快了 400 天'],
]

it.each(CASES)('a clock that is %d ms off: %s', (ms, said) => {
  expect(skewWords(ms)).toBe(said)
})
