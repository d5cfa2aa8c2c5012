import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { createApp } from 'vue'
import { photoHome, usePhotoQueue } from '@/components/photo-queue'
import { withPhoto } from '@/domain/photo-place'
import { db, owner } from '@/store/db'
import { discardDraft, saveDraft } from '@/store/drafts'
import { enqueueInspection } from '@/store/outbox'
import { keepBytes, photoState } from '@/store/photos'
import { StorageFull } from '@/store/problems'
import { forgetPlaces, freeStrays, strayPhotos } from '@/store/tidy'
import { aDraft, emptied, stocked } from './support/phone'

beforeEach(() => stocked())
afterEach(emptied)

const bytesOf = (name: string) => new TextEncoder().encode(`JPEG ${name}`)
const shaOf = (name: string) => createHash('sha256').update(bytesOf(name)).digest('hex')
const keep = (file: Blob, place?: string) => file.text().then((name) => keepBytes(bytesOf(name), 'image/jpeg', 'local', place))
const shot = (name: string) => new Blob([name])
const tomorrow = () => Date.now() + 2 * 86_400_000
const failed = { item: 'CATR-A01', answer: 'no' as const }

/** A photo field in a form that takes over what it is told one turn later, as a screen does. */
function field(given: string[] = [], keeping = keep) {
  const form = shallowRef(given)
  const late: [string, string][] = []
  const app = createApp({}).provide(photoHome, { id: aDraft().id, put: (place, sha) => late.push([place, sha]), dropped: (shas) => void forgetPlaces(shas) })
  const scope = effectScope()
  const change = (photos: string[]) => queueMicrotask(() => (form.value = photos))
  const queue = scope.run(() => app.runWithContext(() => usePhotoQueue(() => form.value, () => 'item:CATR-A01', change, keeping)))
  if (!queue) throw new Error('the scope has just begun')
  return { form, late, queue, leave: () => scope.stop() }
}

describe('photos of a question', () => {
  it('are all there, though the next was shot while the first was being kept', async () => {
    const { form, queue } = field()
    await Promise.all([queue.take([shot('a')]), queue.take([shot('b'), shot('c')])])
    expect([...form.value].sort()).toEqual(['a', 'b', 'c'].map(shaOf).sort())
  })

  it('shot in a row are kept one at a time, in the order they were shot', async () => {
    const order: string[] = []
    const slowFirst = async (file: Blob) => {
      const name = await file.text()
      order.push(`begun ${name}`)
      await new Promise((resolve) => setTimeout(resolve, name === 'a' ? 40 : 0))
      order.push(`kept ${name}`)
      return shaOf(name)
    }
    const { form, queue } = field([], slowFirst)
    const shots = ['a', 'b', 'c'].map((name) => queue.take([shot(name)]))
    expect(queue.working.value).toBe(3)
    await Promise.all(shots)
    expect(order).toEqual(['begun a', 'kept a', 'begun b', 'kept b', 'begun c', 'kept c'])
    expect(form.value).toEqual(['a', 'b', 'c'].map(shaOf))
  })

  it('that were deleted meanwhile stay deleted', async () => {
    const { form, queue } = field([shaOf('old')])
    const taking = queue.take([shot('a')])
    queue.remove(shaOf('old'))
    await taking
    await Promise.resolve()
    expect(form.value).toEqual([shaOf('a')])
  })

  it('find their question although its field is gone', async () => {
    const { late, queue, leave } = field()
    const taking = queue.take([shot('a')])
    leave()
    await taking
    expect(late).toEqual([['item:CATR-A01', shaOf('a')]])
    const draft = aDraft({ answers: { 'CATR-A01': failed } })
    expect(withPhoto(draft, 'item:CATR-A01', shaOf('a'))?.answers['CATR-A01']?.photos).toEqual([shaOf('a')])
  })

  it('find their line of a group, and no line that is gone', () => {
    const asked = aDraft({ answers: { 'CATR-A01': { item: 'CATR-A01', answer: 'yes', children: { 'CATR-A01a': [{ name: '一号' }, { name: '二号', plate: [shaOf('a')] }] } } } })
    const put = (place: string) => withPhoto(asked, place, shaOf('b'))
    expect(put('child:CATR-A01:CATR-A01a.1.plate')?.answers['CATR-A01']?.children).toEqual({
      'CATR-A01a': [{ name: '一号' }, { name: '二号', plate: [shaOf('a'), shaOf('b')] }],
    })
    expect(put('child:CATR-A01:CATR-A01a.2.plate')).toBeNull()
    expect(put('value:CATR-B01.0.plate')?.answers['CATR-B01']).toEqual({ item: 'CATR-B01', value: [{ plate: [shaOf('b')] }] })
  })

  it('are not forced upon an answer that was changed', () => {
    expect(withPhoto(aDraft(), 'item:CATR-A01', shaOf('a'))).toBeNull()
    expect(withPhoto(aDraft(), 'issue:i-1', shaOf('a'))).toBeNull()
  })
})

describe('a photo nothing quotes', () => {
  const draft = aDraft({ answers: { 'CATR-A01': failed } })

  it('is offered when its draft is opened again, and not when it was taken out on purpose', async () => {
    await saveDraft(draft)
    await keep(shot('kept'), `${draft.id}/item:CATR-A01`)
    const out = await keep(shot('out'), `${draft.id}/item:CATR-A01`)
    await forgetPlaces([out])
    expect(await strayPhotos(draft)).toEqual([{ sha: shaOf('kept'), place: 'item:CATR-A01' }])
    expect(await strayPhotos(withPhoto(draft, 'item:CATR-A01', shaOf('kept')) ?? draft)).toEqual([])
  })

  it('stays while its draft does, and is freed a day after', async () => {
    await saveDraft(draft)
    const sha = await keep(shot('a'), `${draft.id}/item:CATR-A01`)
    expect(await freeStrays(owner(), tomorrow())).toBe(0)
    await discardDraft(draft.id)
    expect(await freeStrays(owner())).toBe(0)
    expect(await freeStrays(owner(), tomorrow())).toBe(1)
    expect(await photoState(sha)).toBe('none')
    expect(await db().chunks.count()).toBe(0)
  })

  it('is never one that a record on its way needs, nor freed while a record cannot be read', async () => {
    const sha = await keep(shot('a'))
    await enqueueInspection(aDraft({ answers: { 'CATR-A01': { ...failed, note: '未公示', photos: [sha] } } }))
    const stray = await keep(shot('b'))
    await db().drafts.put({ id: 'broken', entityId: 'e-9', savedAt: '', iv: new Uint8Array(12), box: new ArrayBuffer(40) })
    expect(await freeStrays(owner(), tomorrow())).toBe(0)
    await db().drafts.delete('broken')
    expect(await freeStrays(owner(), tomorrow())).toBe(1)
    expect([await photoState(sha), await photoState(stray)]).toEqual(['local', 'none'])
  })
})

describe('a photo that does not fit on the phone', () => {
  const full = (): Promise<string> => Promise.reject(new StorageFull())
  /** Presses a button of the dialog, which may still be on its way, until `work` is through. */
  const press = async (text: string, work: Promise<void>): Promise<void> => {
    let done = false
    void work.then(() => (done = true))
    await vi.waitFor(() => {
      for (const one of document.querySelectorAll('button')) if (one.textContent?.includes(text)) one.click()
      if (!done) throw new Error(`${text} has not been heard yet`)
    }, { timeout: 10_000 })
  }
  const said = () => document.querySelector('.van-dialog')?.textContent ?? ''

  it('is kept after all when its owner makes room of what the server has already', async () => {
    await keepBytes(new Uint8Array(2_000_000), 'image/jpeg', 'sent')
    let tries = 0
    const { form, queue } = field([], (file, place) => ((tries += 1) === 1 ? full() : keep(file, place)))
    const taking = queue.take([shot('a')])
    await vi.waitFor(() => expect(said()).toContain('腾出约 1.9 MB'), { timeout: 10_000 })
    await press('腾出空间', taking)
    await vi.waitFor(() => expect(form.value).toEqual([shaOf('a')]))
    expect(await db().photos.where('at').equals('sent').count()).toBe(0)
  })

  it('is left out by choice, and nothing else is touched', async () => {
    await keepBytes(new Uint8Array(2_000_000), 'image/jpeg', 'sent')
    const { form, queue } = field([shaOf('before')], full)
    const taking = queue.take([shot('a')])
    await press('不带照片继续', taking)
    expect(form.value).toEqual([shaOf('before')])
    expect(queue.wrong.value).toContain('空间')
    expect(await db().photos.where('at').equals('sent').count()).toBe(1)
  })
})
