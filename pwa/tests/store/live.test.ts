import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { entity, issuesOf } from '@/store/catalogue'
import { takeIn } from '@/store/take-in'
import { draftOf, drafts, saveDraft } from '@/store/drafts'
import { useLive } from '@/store/live'
import { aDraft, aPage, anEntity, emptied, stocked } from '../support/phone'

beforeEach(() => stocked())
afterEach(emptied)

it('a screen sees a change of what its query read last, though it decrypted in between', async () => {
  const scope = effectScope()
  const shown = scope.run(() =>
    useLive(async () => {
      const who = await entity('e-1')
      const found = await issuesOf('e-1')
      const open = await draftOf('e-1')
      return `${who?.name}/${found.length}/${open?.statement ?? '-'}`
    }, ''),
  )
  await vi.waitFor(() => expect(shown?.value).toBe('泉边小面馆/0/-'))
  await saveDraft(aDraft({ statement: '半份' }))
  await vi.waitFor(() => expect(shown?.value).toBe('泉边小面馆/0/半份'))
  await takeIn(aPage({ full: false, entities: [anEntity({ name: '泉边大面馆' })] }))
  await vi.waitFor(() => expect(shown?.value).toBe('泉边大面馆/0/半份'))
  scope.stop()
})

it('a screen that is gone is not told any more', async () => {
  const scope = effectScope()
  const shown = scope.run(() => useLive(drafts, []))
  await vi.waitFor(() => expect(shown?.value).toEqual([]))
  scope.stop()
  await saveDraft(aDraft())
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(shown?.value).toEqual([])
})
