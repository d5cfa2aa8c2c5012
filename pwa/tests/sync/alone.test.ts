import { expect, it } from 'vitest'
import { alone } from '@/sync/alone'

const times = { breath_ms: 20, dead_ms: 120 }
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms))

it('one window exchanges at a time', async () => {
  const order: string[] = []
  const one = alone(async () => {
    order.push('first begins')
    await pause(60)
    order.push('first ends')
  }, times)
  await alone(async () => void order.push('second'), times)
  await one
  expect(order).toEqual(['first begins', 'first ends', 'second'])
})

it('a window that goes on breathing is waited for, however long it takes', async () => {
  let done = false
  const slow = alone(async () => {
    await pause(400)
    done = true
  }, times)
  await alone(async () => expect(done).toBe(true), times)
  await slow
})

it('a window the system froze in the middle holds nobody up for longer than a minute', async () => {
  // Its breath never comes: the interval stands for a page whose timers do not run.
  const frozen = alone(() => new Promise<void>(() => undefined), { breath_ms: 1e9, dead_ms: 1e9 })
  frozen.catch(() => undefined)
  const begun = Date.now()
  expect(await alone(async () => 'sent', times)).toBe('sent')
  expect(Date.now() - begun).toBeGreaterThanOrEqual(times.dead_ms - 5)
})
