import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const HOURS = 3_600_000

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers({ now: new Date('2026-11-23T01:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

/** The app as it is after a start. */
async function started() {
  vi.resetModules()
  const idle = await import('@/store/idle')
  idle.watchIdle()
  return idle
}
const touch = () => window.dispatchEvent(new Event('pointerdown'))

it('after eight hours without a touch the password is asked for', async () => {
  const { confirmDue } = await started()
  touch()
  vi.setSystemTime(Date.now() + 7.9 * HOURS)
  touch()
  expect(confirmDue.value).toBe(false)
  vi.setSystemTime(Date.now() + 8.1 * HOURS)
  touch()
  expect(confirmDue.value).toBe(true)
})

it('neither a touch nor a new start undoes that, only the password does', async () => {
  await started()
  touch()
  vi.setSystemTime(Date.now() + 9 * HOURS)
  const again = await started()
  expect(again.confirmDue.value).toBe(true)
  touch()
  const third = await started()
  expect(third.confirmDue.value).toBe(true)
  third.confirmed()
  expect(third.confirmDue.value).toBe(false)
  expect((await started()).confirmDue.value).toBe(false)
})
