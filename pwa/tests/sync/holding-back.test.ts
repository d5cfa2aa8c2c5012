import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/store/db'
import { discardUnreadable, unreadable } from '@/store/unreadable'
import { drafts, saveDraft } from '@/store/drafts'
import { enqueueInspection, intent, intents, setState, settleWithout, unsentCount } from '@/store/outbox'
import { keepBytes, photoState } from '@/store/photos'
import { isPaused, pause, paused, resume, setOnlyWifi } from '@/store/sending'
import { session } from '@/store/session'
import { drain } from '@/sync/drain'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { SmallServer } from '../support/server'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})
afterEach(async () => {
  resume()
  setOnlyWifi(false)
  vi.unstubAllGlobals()
  await emptied()
  await server.stop()
})

const quiet = (): void => undefined
const puts = /^\/api\/v1\/inspections\//
const withPhoto = async () => {
  const sha = await keepBytes(new Uint8Array(3000).fill(7), 'image/jpeg')
  const answers = { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: [sha] } }
  return { sha, id: await enqueueInspection(aDraft({ answers })) }
}

it('nothing is sent while sending is paused, and all of it when it goes on', async () => {
  const { sha } = await withPhoto()
  pause()
  await drain(quiet)
  expect(server.calls('PUT', puts)).toHaveLength(0)
  resume()
  await drain(quiet)
  expect(server.calls('PUT', puts)).toHaveLength(1)
  expect(server.pictures.has(sha)).toBe(true)
})

it('a pause forgotten in the evening has ended the next morning', () => {
  pause()
  expect(isPaused()).toBe(true)
  expect(isPaused(new Date(Date.now() + 86_400_000))).toBe(false)
})

it('text goes over the paid network, photos wait for Wi-Fi when they are told to', async () => {
  const { sha } = await withPhoto()
  setOnlyWifi(true)
  const network = { type: 'cellular' }
  Object.defineProperty(navigator, 'connection', { value: network, configurable: true })
  await drain(quiet)
  expect(server.calls('PUT', puts)).toHaveLength(1)
  expect(await photoState(sha)).toBe('local')
  network.type = 'wifi'
  await drain(quiet)
  expect(server.pictures.has(sha)).toBe(true)
  Reflect.deleteProperty(navigator, 'connection')
})

it('a record whose photo is gone from the phone is waited for until its owner says that it is lost', async () => {
  const { sha, id } = await withPhoto()
  await db().photos.delete(sha)
  await db().chunks.where('sha').equals(sha).delete()
  await drain(quiet)
  expect(await intent(id)).toMatchObject({ state: { at: 'accepted', sent: 0, total: 1, gone: 1 } })
  expect(await unsentCount()).toBe(1)
  await settleWithout(id)
  expect(await unsentCount()).toBe(0)
  expect(await intent(id)).toMatchObject({ state: { doneWithout: 1 } })
})

it('a damaged record hides no other and is told of until it is let go of', async () => {
  await saveDraft(aDraft({ id: 'whole', entityId: 'e-2' }))
  await saveDraft(aDraft({ id: 'torn' }))
  await db().drafts.update('torn', { box: new ArrayBuffer(40) })
  expect((await drafts()).map((one) => one.id)).toEqual(['whole'])
  const [torn] = await unreadable()
  expect(torn).toMatchObject({ id: 'torn', room: 'drafts' })
  if (torn) await discardUnreadable(torn)
  expect(await unreadable()).toEqual([])
  expect(await intents()).toEqual([])
})

it('a photo damaged on the phone is said to be gone and holds up none behind it', async () => {
  const { sha, id } = await withPhoto()
  const whole = await keepBytes(new Uint8Array(3000).fill(9), 'image/jpeg')
  const answers = { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: [whole] } }
  const next = await enqueueInspection(aDraft({ id: '0193568c-0000-7000-8000-000000000002', entityId: 'e-2', answers }))
  await db().chunks.where('sha').equals(sha).modify({ box: new ArrayBuffer(3016) })
  await drain(quiet)
  expect(await intent(id)).toMatchObject({ state: { at: 'accepted', sent: 0, gone: 1 } })
  expect(server.pictures.has(whole)).toBe(true)
  expect(await intent(next)).toMatchObject({ state: { at: 'accepted', sent: 1, total: 1 } })
})

it('a pause in the middle of a record holds back the rest of its photos, and calls none of them gone', async () => {
  const shas = [await keepBytes(new Uint8Array(900).fill(1), 'image/jpeg'), await keepBytes(new Uint8Array(900).fill(2), 'image/jpeg')]
  const answers = { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: shas } }
  const id = await enqueueInspection(aDraft({ answers }))
  const sending = drain(quiet)
  await vi.waitFor(() => expect(server.pictures.size).toBe(1), { interval: 1 })
  pause()
  await sending
  expect(server.pictures.size).toBe(1)
  expect((await intent(id))?.state).not.toHaveProperty('gone', 1)
  resume()
  await drain(quiet)
  expect(server.pictures.size).toBe(2)
})

it('what one person has paused does not hold back another on the same phone', () => {
  pause()
  const mine = session.value
  if (!mine) throw new Error('signed in before every test')
  session.value = { ...mine, me: { ...mine.me, id: 'account-2' } }
  expect(paused.value).toBe(false)
  expect(isPaused()).toBe(false)
  session.value = mine
  expect(paused.value).toBe(true)
})

it('what was said about a lost photo stays said, though a round notes something else meanwhile', async () => {
  const { sha, id } = await withPhoto()
  await db().photos.delete(sha)
  await drain(quiet)
  const stale = (await intent(id))?.state
  await settleWithout(id)
  if (stale) await setState(id, stale)
  expect(await unsentCount()).toBe(0)
})
