import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/store/db'
import { draftProgress } from '@/store/draft-progress'
import { draft, draftOf, drafts, discardDraft, saveDraft, startDraft } from '@/store/drafts'
import { enqueueInspection, intent, reopenIntent, setState } from '@/store/outbox'
import { aDraft, emptied, stocked } from '../support/phone'

beforeEach(() => stocked())
afterEach(emptied)

describe('a draft', () => {
  it('is there again after the database was closed and opened', async () => {
    await saveDraft(aDraft({ statement: '后厨正在改造' }))
    db().close({ disableAutoOpen: false })
    expect((await draft(aDraft().id))?.statement).toBe('后厨正在改造')
  })

  it('is saved although the system closed the database under it', async () => {
    await saveDraft(aDraft())
    db().backendDB().close()
    await saveDraft(aDraft({ statement: '再存一次' }))
    expect((await draft(aDraft().id))?.statement).toBe('再存一次')
  })

  it('ends with the words of the last save, however the saves overlap', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `第 ${n} 次`)
    await Promise.all(texts.map((statement) => saveDraft(aDraft({ statement }))))
    expect((await draft(aDraft().id))?.statement).toBe('第 19 次')
  })

  it('tells how many of its questions are answered', async () => {
    await saveDraft(aDraft({ answers: {} }))
    expect((await draftProgress()).get(aDraft().id)).toEqual({ answered: 0, total: 1 })
    await saveDraft(aDraft({ answers: { 'CATR-A01': { item: 'CATR-A01', answer: 'yes' } } }))
    expect((await draftProgress()).get(aDraft().id)).toEqual({ answered: 1, total: 1 })
  })

  it('tells when it was saved, and keeps that time', async () => {
    const savedAt = await saveDraft(aDraft(), new Date('2026-11-23T02:31:00Z'))
    expect(savedAt).toBe('2026-11-23T02:31:00.000Z')
    expect((await draft(aDraft().id))?.savedAt).toBe(savedAt)
  })

  it('is begun once for an enterprise: starting again goes on with it', async () => {
    const first = await startDraft('e-1')
    await saveDraft({ ...first, statement: '写了一半' })
    expect(await startDraft('e-1')).toMatchObject({ id: first.id, statement: '写了一半' })
    expect(await drafts()).toHaveLength(1)
  })

  it('pins the checklist version in force', async () => {
    expect((await startDraft('e-1')).checklist).toEqual({ id: 'catering', version: 1 })
  })

  it('cannot begin for an enterprise the phone does not know', async () => {
    await expect(startDraft('e-2')).rejects.toThrow('不在这部手机的名单里')
  })

  it('is gone after it was discarded', async () => {
    await saveDraft(aDraft())
    await discardDraft(aDraft().id)
    expect(await draftOf('e-1')).toBeNull()
  })
})

describe('a finished visit', () => {
  it('is an intent and no draft any more', async () => {
    await saveDraft(aDraft())
    const id = await enqueueInspection(aDraft(), new Date('2026-11-23T02:40:00Z'))
    expect(await draft(id)).toBeNull()
    expect(await intent(id)).toMatchObject({
      kind: 'inspection',
      state: { at: 'waiting' },
      body: { finished_at: '2026-11-23T02:40:00.000Z', answers: [{ item: 'CATR-A01', answer: 'yes' }] },
    })
  })

  it('stays a draft when the phone has no room for the intent', async () => {
    await saveDraft(aDraft())
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(enqueueInspection(aDraft())).rejects.toThrow('手机空间快满了')
    put.mockRestore()
    expect(await draft(aDraft().id)).not.toBeNull()
    expect(await intent(aDraft().id)).toBeNull()
  })

  it('leaves out what its checklist does not show', async () => {
    const answers = { ...aDraft().answers, 'CATR-Z99': { item: 'CATR-Z99', answer: 'no' as const } }
    const id = await enqueueInspection(aDraft({ answers }))
    expect(await intent(id)).toMatchObject({ body: { answers: [{ item: 'CATR-A01' }] } })
  })

  it('carries no answers when it could not take place', async () => {
    const id = await enqueueInspection(aDraft({ outcome: 'closed_door', statement: '锁门，邻居说回老家了' }))
    expect(await intent(id)).toMatchObject({ body: { answers: [], outcome: 'closed_door' } })
  })

  it('quotes every picture once, signatures among them', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string]
    const answers = { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: [a, b] } }
    const signatures = { cadre: c, enterprise: a, enterprise_refused: false }
    const id = await enqueueInspection(aDraft({ answers, signatures }))
    expect((await intent(id))?.photos).toEqual([a, b, c])
  })

  it('becomes a draft again when the server refused it', async () => {
    const id = await enqueueInspection(aDraft({ statement: '原话' }))
    await setState(id, { at: 'refused', why: '缺照片' })
    const again = await reopenIntent(id)
    expect(again?.statement).toBe('原话')
    expect(await intent(id)).toBeNull()
    expect(await drafts()).toHaveLength(1)
  })
})
