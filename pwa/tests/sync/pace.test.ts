import { expect, it } from 'vitest'
import { Pace } from '@/sync/pace'

it('failures wait longer and longer, up to five minutes, and never exactly alike', () => {
  const longest = new Pace(() => 1)
  const waits = Array.from({ length: 12 }, () => longest.afterFailure())
  expect(waits.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000])
  expect(Math.max(...waits)).toBe(300_000)
  expect(new Pace(() => 0).afterFailure()).toBe(1_000)
})

it('a success starts the waiting anew', () => {
  const pace = new Pace(() => 1)
  for (let n = 0; n < 5; n += 1) pace.afterFailure()
  pace.rested(60_000)
  expect(pace.afterFailure()).toBe(2_000)
})

it('a failure after something got through starts it anew, too; the server may ask for longer', () => {
  const pace = new Pace(() => 1)
  for (let n = 0; n < 5; n += 1) pace.afterFailure()
  expect(pace.afterFailure({ progressed: true })).toBe(2_000)
  expect(pace.afterFailure({ atLeastMs: 90_000 })).toBe(90_000)
})
