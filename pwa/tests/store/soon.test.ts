import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type Ref } from 'vue'
import { takeIn } from '@/store/take-in'
import { useSoon } from '@/store/soon'
import { aPage, anEntity, emptied, stocked } from '../support/phone'

const names = async () => {
  const { entities } = await import('@/store/catalogue')
  return async () => (await entities()).map((one) => one.name)
}

beforeEach(() => stocked())
afterEach(emptied)

it('a screen shows what was found first, then what the database says, then every change of it', async () => {
  const scope = effectScope()
  const shown = scope.run(() => useSoon(['昨天的名单'], names)) as Ref<string[]>
  expect(shown.value).toEqual(['昨天的名单'])
  await vi.waitFor(() => expect(shown.value).toEqual(['泉边小面馆']))
  await takeIn(aPage({ full: false, entities: [anEntity({ name: '泉边大面馆' })] }))
  await vi.waitFor(() => expect(shown.value).toEqual(['泉边大面馆']))
  scope.stop()
})

it('a screen left before the database was there stays as it was', async () => {
  const scope = effectScope()
  const shown = scope.run(() => useSoon(['昨天的名单'], names)) as Ref<string[]>
  scope.stop()
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(shown.value).toEqual(['昨天的名单'])
})

it('a screen whose query cannot be had keeps what it has', async () => {
  const scope = effectScope()
  const shown = scope.run(() => useSoon(1, () => Promise.reject(new Error('Failed to fetch')))) as Ref<number>
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(shown.value).toBe(1)
  scope.stop()
})
