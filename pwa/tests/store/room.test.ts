import { afterEach, expect, it, vi } from 'vitest'
import { askToPersist, low, noteRoom, storage } from '@/store/low-room'

const MB = 1024 * 1024

function browserTells(told: { usage: number; quota: number }, persisted = false): void {
  vi.stubGlobal('navigator', {
    ...navigator,
    storage: { estimate: async () => told, persisted: async () => persisted, persist: async () => !persisted },
  })
}
afterEach(() => {
  noteRoom(true)
  vi.unstubAllGlobals()
})

it.each([
  [51, false],
  [49, true],
  [0, true],
])('with %i MB left the phone is called nearly full: %s', async (left, full) => {
  browserTells({ usage: 500 * MB, quota: (500 + left) * MB })
  await storage()
  expect(low.value).toBe(full)
})

it('a browser that tells nothing is not called full', async () => {
  browserTells({ usage: 0, quota: 0 })
  await storage()
  expect(low.value).toBe(false)
})

it('a write that found no room is believed before a browser that tells of plenty, until one fits again', async () => {
  browserTells({ usage: MB, quota: 10_000 * MB })
  noteRoom(false)
  await storage()
  expect(low.value).toBe(true)
  noteRoom(true)
  await storage()
  expect(low.value).toBe(false)
})

it('what the browser has promised already is not asked for again', async () => {
  browserTells({ usage: 0, quota: 0 }, true)
  expect(await askToPersist()).toBe(true)
  browserTells({ usage: 0, quota: 0 }, false)
  expect(await askToPersist()).toBe(true)
})
