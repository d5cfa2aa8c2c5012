import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'

import { useVisitDraft, type VisitDraft } from '@/components/visit-draft'
import type { Item } from '@/domain/checklist'
import { db } from '@/store/db'
import { draft, saveDraft } from '@/store/drafts'
import { takeIn } from '@/store/take-in'
import { aDraft, aPage, emptied, stocked } from './support/phone'

beforeEach(async () => {
  await stocked()
  await saveDraft(aDraft({ answers: {} }))
})
afterEach(emptied)

async function opened(): Promise<{ visit: VisitDraft; leave: () => void }> {
  const scope = effectScope()
  const visit = scope.run(() => useVisitDraft(aDraft().id))
  if (!visit) throw new Error('the scope has just begun')
  await vi.waitFor(() => expect(visit.form.value ?? visit.gone.value).not.toBeNull())
  return { visit, leave: () => scope.stop() }
}

const question = { code: 'CATR-A01', type: 'yes_no_na', children: [] } as unknown as Item
const kept = async () => (await draft(aDraft().id))?.answers['CATR-A01']

describe('a visit being filled in', () => {
  it('says 已存本机 only of what is in the database', async () => {
    const { visit, leave } = await opened()
    visit.giveAnswer(question, 'no')
    expect(visit.saving.value.at).toBe('saving')
    await vi.waitFor(() => expect(visit.saving.value.at).toBe('saved'))
    expect(await kept()).toMatchObject({ answer: 'no' })
    leave()
  })

  it('writes typing within 150 ms, and at once when the page is left', async () => {
    const { visit, leave } = await opened()
    visit.giveAnswer(question, 'no')
    await vi.waitFor(() => expect(visit.saving.value.at).toBe('saved'))
    visit.patchAnswer('CATR-A01', { note: '证照已过期' }, 'typing')
    expect(visit.saving.value.at).toBe('saving')
    window.dispatchEvent(new Event('pagehide'))
    await vi.waitFor(async () => expect((await kept())?.note).toBe('证照已过期'))
    visit.patchAnswer('CATR-A01', { note: '证照已过期，未公示' }, 'typing')
    await new Promise((resolve) => setTimeout(resolve, 150))
    await vi.waitFor(async () => expect((await kept())?.note).toBe('证照已过期，未公示'), { timeout: 300 })
    leave()
  })

  it('keeps an answer that is given twice, and drops the words of a 否 that was changed', async () => {
    const { visit, leave } = await opened()
    visit.giveAnswer(question, 'no')
    visit.patchAnswer('CATR-A01', { note: '没挂' }, 'now')
    visit.giveAnswer(question, 'no')
    await visit.flush()
    await vi.waitFor(async () => expect(await kept()).toMatchObject({ answer: 'no', note: '没挂' }))
    visit.giveAnswer(question, 'yes')
    await vi.waitFor(async () => expect(await kept()).toEqual({ item: 'CATR-A01', answer: 'yes', children: {} }))
    leave()
  })

  it('says so when it could not be written, and writes it with the next try', async () => {
    const { visit, leave } = await opened()
    const store = db().drafts
    const full = vi.spyOn(store, 'put').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    visit.giveAnswer(question, 'yes')
    await vi.waitFor(() => expect(visit.saving.value.at).toBe('failed'))
    full.mockRestore()
    visit.change({}, 'now')
    await vi.waitFor(() => expect(visit.saving.value.at).toBe('saved'))
    expect(await kept()).toMatchObject({ answer: 'yes' })
    leave()
  })

  it('never comes back to life after it was handed in', async () => {
    const { visit, leave } = await opened()
    visit.change({ statement: '最后一句' }, 'typing')
    visit.close()
    await db().drafts.delete(aDraft().id)
    leave()
    await nextTick()
    expect(await draft(aDraft().id)).toBeNull()
  })

  it('says what became of a form that is not there', async () => {
    await db().drafts.clear()
    const { visit, leave } = await opened()
    expect(visit.gone.value).toContain('已经提交')
    leave()
  })
})

describe('going from one page of a visit to the next', () => {
  it('shows the last words there, although they were still being written', async () => {
    const first = await opened()
    first.visit.change({ statement: '最后一句' }, 'typing')
    first.leave()
    const second = await opened()
    expect(second.visit.form.value?.draft.statement).toBe('最后一句')
    second.leave()
  })

  it('waits for a save under way, not only for what has not begun', async () => {
    const { visit, leave } = await opened()
    visit.change({ statement: '正在写' }, 'now')
    expect(await visit.flush()).toBe(true)
    expect((await db().drafts.get(aDraft().id))?.rev).toBe(2)
    leave()
  })

  it('is told that the last words are not on disk', async () => {
    const { visit, leave } = await opened()
    const full = vi.spyOn(db().drafts, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    visit.change({ statement: '存不下' }, 'now')
    expect(await visit.flush()).toBe(false)
    full.mockRestore()
    expect(await visit.flush()).toBe(true)
    expect((await draft(aDraft().id))?.statement).toBe('存不下')
    leave()
  })

  it('goes on from the clock as it is now, when that was set right while the form is open', async () => {
    await takeIn(aPage({ full: false, server_time: new Date().toISOString() }))
    const { visit, leave } = await opened()
    expect(Math.abs(visit.form.value?.skewMs ?? NaN)).toBeLessThan(60_000)
    const ahead = new Date(Date.now() - 2 * 86_400_000).toISOString()
    await takeIn(aPage({ full: false, server_time: ahead }))
    await vi.waitFor(() => expect(Math.round((visit.form.value?.skewMs ?? 0) / 86_400_000)).toBe(2))
    leave()
  })
})
