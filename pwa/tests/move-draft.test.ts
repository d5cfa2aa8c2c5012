import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, effectScope, ref } from 'vue'

import { useMoveDraft, type MoveForm } from '@/components/move-draft'
import { useMoving } from '@/components/moving'
import type { IssueShown } from '@/domain/wire'
import { db } from '@/store/db'
import { moveDraft, saveMoveDraft } from '@/store/moves'
import { intent, intents, setState } from '@/store/outbox'
import { syncKey } from '@/sync-key'
import { emptied, stocked } from './support/phone'

const ISSUE = { id: 'i-1', version: 3, entity: { id: 'e-1', name: '泉边小面馆' } } as unknown as IssueShown

beforeEach(async () => void (await stocked()))
afterEach(emptied)

async function opened(): Promise<{ form: MoveForm; leave: () => void }> {
  const scope = effectScope()
  const form = scope.run(() => useMoveDraft())
  if (!form) throw new Error('the scope has just begun')
  await form.open('i-1', 'return')
  return { form, leave: () => scope.stop() }
}

describe('a move being written', () => {
  it('is on the phone shortly after the typing, and there again after a kill', async () => {
    const { form, leave } = await opened()
    form.values.value['note'] = '照片看不清'
    form.reason.value = 'photo'
    await vi.waitFor(async () => expect(await moveDraft('i-1', 'return')).toEqual({ values: { note: '照片看不清' }, reason: 'photo' }))
    const again = await opened()
    expect([again.form.values.value, again.form.reason.value]).toEqual([{ note: '照片看不清' }, 'photo'])
    leave()
    again.leave()
  })

  it('is written at once when the page is left and before the camera opens', async () => {
    const { form, leave } = await opened()
    form.values.value['photos'] = ['a'.repeat(64)]
    await form.flush()
    expect((await moveDraft('i-1', 'return'))?.values['photos']).toHaveLength(1)
    form.values.value['note'] = '补一句'
    window.dispatchEvent(new Event('pagehide'))
    expect((await moveDraft('i-1', 'return'))?.values['note']).toBe('补一句')
    leave()
  })

  it('is one of the issue and the move: another sheet begins empty', async () => {
    const { form, leave } = await opened()
    form.values.value['note'] = '照片看不清'
    await form.open('i-1', 'close')
    expect(form.values.value).toEqual({})
    await form.open('i-1', 'return')
    expect(form.values.value).toEqual({ note: '照片看不清' })
    leave()
  })

  it('leaves no row behind once it is empty again', async () => {
    const { form, leave } = await opened()
    form.values.value['note'] = '照'
    await form.flush()
    form.values.value['note'] = ''
    await form.flush()
    expect(await db().moves.count()).toBe(0)
    leave()
  })

  it('says so when the phone is full', async () => {
    const { form, leave } = await opened()
    const full = vi.spyOn(db().moves, 'put').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    form.values.value['note'] = '写不下'
    await form.flush()
    expect(form.unsaved.value).toContain('空间')
    full.mockRestore()
    await form.flush()
    expect([form.unsaved.value, (await moveDraft('i-1', 'return'))?.values['note']]).toEqual([null, '写不下'])
    leave()
  })
})

describe('a move handed in', () => {
  function moving(): ReturnType<typeof useMoving> {
    const [online, running, waiting] = [ref(true), ref(true), ref(0)]
    const sync = { online, running, waiting, lastError: ref(null), pulledAt: ref(null), syncNow: () => Promise.resolve() }
    return createApp({}).provide(syncKey, sync).runWithContext(() => useMoving())
  }

  it('is a draft no more, and a refusal stays on the phone until it was read', async () => {
    await saveMoveDraft('i-1', 'return', { values: { note: '照片看不清' }, reason: null })
    const told = moving()(ISSUE, { move: 'return', note: '照片看不清' }, '退回')
    await vi.waitFor(async () => expect(await intents()).toHaveLength(1))
    const [made] = await intents()
    await setState(made?.id ?? '', { at: 'refused', why: '这条已经销号' })
    const went = await told
    expect(went).toMatchObject({ is: 'refused', why: '这条已经销号' })
    expect(await moveDraft('i-1', 'return')).toBeNull()
    expect((await intent(made?.id ?? ''))?.body).toMatchObject({ note: '照片看不清' })
  })
})
