import { afterEach, beforeEach, expect, it } from 'vitest'
import { createApp, type App } from 'vue'

import RecheckSection from '@/components/RecheckSection.vue'
import type { Draft } from '@/domain/visit'
import type { IssueShown } from '@/domain/wire'
import { aDraft, emptied, stocked } from './support/phone'

let app: App | null = null

beforeEach(stocked)
afterEach(async () => {
  app?.unmount()
  await emptied()
})

const CLOSED = {
  id: 'i-1', state: 'closed', description: '冷藏柜生熟混放', item_text: '', severity: 'major', requirement: '', deadline: '2026-11-30',
  found_at: '2026-10-01T00:00:00Z', changed_at: '2026-11-01T00:00:00Z', closed_at: '2026-11-01T00:00:00Z', photos: { before: [], after: [] }, events: [],
} as unknown as IssueShown

/** The fold of the closed issues. */
function fold(asked: boolean, more: Partial<Draft> = {}, earlier = [CLOSED]): HTMLDetailsElement {
  app = createApp(RecheckSection, { draft: aDraft(more), earlier, done: 0, asked })
  const page = document.createElement('div')
  app.mount(page)
  return page.querySelector('details') as HTMLDetailsElement
}

it('closed issues stand open and are called 必填 where the form asks for nothing else', () => {
  const { open, textContent } = fold(true)
  expect(open).toBe(true)
  expect(textContent).toContain('（必填，还差 1 项）')
})

it('what was looked at is no longer called lacking', () => {
  const { textContent } = fold(true, { rechecks: { 'i-1': { issue_id: 'i-1', result: 'fixed' } } })
  expect(textContent).toContain('（已核对）')
  expect(textContent).not.toContain('必填，还差')
})

it('of two closed issues each is asked for, and the one left is counted', () => {
  const { textContent } = fold(true, { rechecks: { 'i-1': { issue_id: 'i-1', result: 'fixed' } } }, [CLOSED, { ...CLOSED, id: 'i-2' }])
  expect(textContent).toContain('（必填，还差 1 项）')
})

it('closed issues are folded away where the form does not ask', () => {
  const { open, textContent } = fold(false)
  expect(open).toBe(false)
  expect(textContent).not.toContain('必填')
})
