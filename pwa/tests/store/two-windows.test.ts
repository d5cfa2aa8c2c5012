import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useVisitDraft, type VisitDraft } from '@/components/visit-draft'
import { draft, drafts, saveDraft, startDraft } from '@/store/drafts'
import { enqueueInspection, intent } from '@/store/outbox'
import { aDraft, emptied, stocked } from '../support/phone'
import { anotherWindow } from '../support/window'

const { id } = aDraft()
beforeEach(() => stocked())
afterEach(emptied)

function within(open: (id: string) => VisitDraft): { visit: VisitDraft; leave: () => void } {
  const scope = effectScope()
  const visit = scope.run(() => open(id))
  if (!visit) throw new Error('the scope has just begun')
  return { visit, leave: () => scope.stop() }
}

describe('one draft in two windows', () => {
  it('is filled in by one of them; taken over, the other’s last words come along', async () => {
    await saveDraft(aDraft())
    const other = await anotherWindow()
    const first = within(useVisitDraft)
    await vi.waitFor(() => expect(first.visit.form.value).not.toBeNull())
    const second = within(other.useVisitDraft)
    await vi.waitFor(() => expect(second.visit.elsewhere.value).toBe('open'))
    expect(second.visit.form.value).toBeNull()
    first.visit.change({ statement: '还没停手' }, 'typing')
    await second.visit.takeOver()
    expect(second.visit.form.value?.draft.statement).toBe('还没停手')
    expect(first.visit.elsewhere.value).toBe('open')
    first.visit.change({ statement: '不该写' }, 'now')
    await first.visit.flush()
    expect((await draft(id))?.statement).toBe('还没停手')
    second.leave()
    first.leave()
  })

  it('is taken from a window that no longer answers', { timeout: 10_000 }, async () => {
    await saveDraft(aDraft())
    const frozen = new Promise<void>(() => undefined)
    void navigator.locks.request(`dudao-draft:${id}`, () => frozen).catch(() => undefined)
    const { visit, leave } = within(useVisitDraft)
    await vi.waitFor(() => expect(visit.elsewhere.value).toBe('open'))
    await visit.takeOver()
    expect(visit.form.value?.draft.id).toBe(id)
    leave()
  })

  it('never loses what the other has saved, even without locks', async () => {
    await saveDraft(aDraft())
    const other = await anotherWindow()
    await other.draft(id)
    await saveDraft(aDraft({ statement: '新的' }))
    await expect(other.saveDraft(aDraft({ statement: '旧的' }))).rejects.toThrow('另一个窗口')
    expect((await draft(id))?.statement).toBe('新的')
  })

  it('says so on the screen, and goes on with the newest', async () => {
    await saveDraft(aDraft())
    const { visit, leave } = within(useVisitDraft)
    await vi.waitFor(() => expect(visit.form.value).not.toBeNull())
    const other = await anotherWindow()
    await other.draft(id)
    await other.saveDraft(aDraft({ statement: '那边写的' }))
    visit.change({ statement: '这边写的' }, 'now')
    expect(await visit.flush()).toBe(false)
    expect(visit.elsewhere.value).toBe('moved')
    await visit.takeOver()
    expect(visit.form.value?.draft.statement).toBe('那边写的')
    leave()
  })
})

describe('a draft handed in by one window', () => {
  it('is neither brought back nor handed in again by the other', async () => {
    await saveDraft(aDraft())
    const other = await anotherWindow()
    const stale = await other.draft(id)
    await enqueueInspection(aDraft({ statement: '交的是这份' }))
    await expect(other.saveDraft(aDraft({ statement: '晚了' }))).rejects.toThrow('已在另一个窗口里')
    await expect(other.enqueueInspection({ ...aDraft(), ...stale, statement: '晚了' })).rejects.toThrow('已在另一个窗口里')
    expect(await drafts()).toEqual([])
    expect(await intent(id)).toMatchObject({ body: { statement: '交的是这份' } })
  })
})

it('two windows that begin the same visit at once begin one', async () => {
  const other = await anotherWindow()
  const [mine, theirs] = await Promise.all([startDraft('e-1'), other.startDraft('e-1')])
  expect(theirs.id).toBe(mine.id)
  expect(await drafts()).toHaveLength(1)
})
