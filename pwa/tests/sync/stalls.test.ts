import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { upload } from '@/api/media'
import { Unreachable } from '@/api/problem'
import { db, wipe } from '@/store/db'
import { drafts, saveDraft } from '@/store/drafts'
import { enqueueInspection, enqueueMove, intent, setState } from '@/store/outbox'
import { freeSentPhotos, keepBytes, markSent, photoState } from '@/store/photos'
import { session, signIn } from '@/store/session'
import { drain } from '@/sync/drain'
import { pull } from '@/sync/pull'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { html, json, me, refuse, SmallServer, tokens } from '../support/server'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})
afterEach(async () => {
  await emptied()
  await wipe('account-1')
  await server.stop()
})

const quiet = (): void => undefined
const puts = /^\/api\/v1\/inspections\//
const visitId = (n: number) => `0193568c-0000-7000-8000-00000000000${n}`
const visit = (n: number, more = {}) => enqueueInspection(aDraft({ id: visitId(n), entityId: `e-${n}`, ...more }), new Date(`2026-11-23T02:4${n}:00Z`))
const stateOf = async (id: string) => (await intent(id))?.state
const photo = new Uint8Array(randomBytes(300_000))
const withPhoto = async (n: number) => {
  const sha = await keepBytes(photo, 'image/jpeg')
  return { sha, id: await visit(n, { answers: { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: [sha] } } }) }
}
const busy = (headers = {}) => (_: unknown, reply: Parameters<typeof json>[0]) => void reply.writeHead(503, headers).end()

describe('a record the server answers but does not take', () => {
  it('holds up neither the next ones nor any photo, and waits by itself', async () => {
    const first = await visit(1)
    const { sha, id } = await withPhoto(2)
    const trouble = () => server.next(new RegExp(first), (_, reply) => refuse(reply, 500, 'broken', '坏了'))
    trouble()
    const drained = await drain(quiet)
    expect(drained).toMatchObject({ reached: true, progressed: true })
    expect(drained.error).not.toBeNull()
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1 })
    expect(await photoState(sha)).toBe('sent')
    await drain(quiet)
    expect(server.calls('PUT', new RegExp(first))).toHaveLength(1)
    trouble()
    await drain(quiet, undefined, Date.now() + 3_000)
    expect(await stateOf(first)).toMatchObject({ at: 'waiting', tries: 2 })
    await drain(quiet, undefined, Date.now() + 600_000)
    expect(await stateOf(first)).toMatchObject({ at: 'accepted' })
  })

  it('ends the texts of a round when it is the third in a row', async () => {
    for (const n of [1, 2, 3, 4]) await visit(n)
    for (let n = 0; n < 3; n += 1) server.next(puts, busy())
    await drain(quiet)
    expect(server.calls('PUT', puts)).toHaveLength(3)
  })

  it.each([
    ['seconds', () => '120'],
    ['a date', () => new Date(Date.now() + 120_000).toUTCString()],
  ])('is not sent before the server said, in %s', async (_what, told) => {
    await visit(1)
    await visit(2)
    server.next(puts, busy({ 'Retry-After': told() }))
    const { waitMs } = await drain(quiet)
    expect(waitMs).toBeGreaterThan(110_000)
    expect(waitMs).toBeLessThanOrEqual(121_000)
    await drain(quiet, undefined, Date.now() + 60_000)
    expect(server.calls('PUT', new RegExp(visitId(1)))).toHaveLength(1)
    expect(await stateOf(visitId(2))).toMatchObject({ at: 'accepted' })
  })
})

describe('a full phone', () => {
  it('sends all the same', async () => {
    const id = await visit(1)
    const store = db().outbox
    const full = vi.spyOn(store, 'put').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError')).mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    await drain(quiet)
    expect(full.mock.calls.length).toBeGreaterThanOrEqual(3)
    full.mockRestore()
    expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
  })

  it('says that it is full, not that the data cannot be read', async () => {
    await visit(1)
    const full = vi.spyOn(db().outbox, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    expect((await drain(quiet)).error).toContain('手机空间满了')
    full.mockRestore()
  })

  it('keeps a photo that a record on its way names, though it was sent once', async () => {
    const { sha } = await withPhoto(1)
    await markSent(sha)
    expect(await freeSentPhotos()).toBe(0)
    expect(await photoState(sha)).toBe('sent')
  })
})

describe('a line that is cut again and again', () => {
  const bytes = new Blob([photo], { type: 'image/jpeg' })
  const swift = { pause: () => Promise.resolve() }
  const cut = () => server.next(/media\/up-/, (_, reply) => reply.destroy())

  it('carries a photo in one go, as long as something gets through', async () => {
    const { sha } = await withPhoto(1)
    const begin = server.heard.length
    for (let n = 0; n < 3; n += 1) cut()
    await upload(sha, bytes, 'account', swift)
    expect(server.pictures.get(sha)?.equals(Buffer.from(photo))).toBe(true)
    expect(server.heard.slice(begin).filter((one) => one.method === 'POST')).toHaveLength(1)
  })

  it('is given up for now when nothing gets through', async () => {
    const { sha } = await withPhoto(1)
    for (let n = 0; n < 20; n += 1) cut()
    await expect(upload(sha, bytes, 'account', swift)).rejects.toThrow(Unreachable)
    expect(server.instead.length).toBeGreaterThan(10)
  })

  it('damages a piece: the photo is begun anew at once, and no person hears of it', async () => {
    const { sha, id } = await withPhoto(1)
    server.next(/media\/up-/, (heard, reply) => {
      server.uploads.delete(heard.path.split('/').at(-1) ?? '')
      refuse(reply, 460, 'checksum-mismatch', '传输中出错')
    })
    await drain(quiet)
    expect(server.pictures.has(sha)).toBe(true)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1 })
    expect(await stateOf(id)).not.toHaveProperty('why')
  })
})

describe('a portal', () => {
  it.each([401, 403])('whose %i page answers a photo refuses nothing and signs nobody out', async (status) => {
    const { sha, id } = await withPhoto(1)
    server.next(/media\/up-/, (_, reply) => html(reply, status))
    const drained = await drain(quiet)
    expect(drained.error).toContain('网络要求先登录')
    expect(session.value?.expired).toBe(false)
    await drain(quiet)
    expect(await photoState(sha)).toBe('sent')
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1 })
  })

  it('whose 401 page answers a record does not ask for a sign-in', async () => {
    const id = await visit(1)
    server.next(puts, (_, reply) => html(reply, 401))
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'waiting' })
  })
})

it('a photo no longer on the phone that the server has is not asked for', async () => {
  const id = await enqueueMove('i-1', 1, { move: 'accept', photos: ['ab'.repeat(32)] }, '签收')
  await setState(id, { at: 'accepted', acceptedAt: '', sent: 0, total: 1 })
  server.pictures.set('ab'.repeat(32), Buffer.from('x'))
  await drain(quiet)
  expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1 })
})

it('moves go in the order they were made, though the clock was set back in between', async () => {
  await enqueueMove('i-1', 1, { move: 'accept' }, '签收', new Date('2026-11-25T01:00:00Z'))
  await enqueueMove('i-1', 2, { move: 'submit' }, '提交', new Date('2026-11-23T01:00:00Z'))
  await drain(quiet)
  const sent = server.calls('POST', /moves$/).map((one) => (JSON.parse(one.body.toString()) as { move: string }).move)
  expect(sent).toEqual(['accept', 'submit'])
})

describe('another person signing in while an exchange is under way', () => {
  it('sends nothing of the first one, and takes nothing into his data', async () => {
    const id = await enqueueMove('i-1', 1, { move: 'accept' }, '签收')
    server.next(/auth\/token/, (_, reply) => {
      server.waysIn.add('access-b')
      json(reply, 200, tokens('access-b', { ...me('account-2'), username: 'other' }))
    })
    await signIn('other', 'Dudao-demo-2026')
    await drain(quiet, 'account-1')
    expect(server.calls('POST', /moves$/)).toHaveLength(0)
    expect(await db('account-1').outbox.get(id)).toMatchObject({ at: 'signin' })
    await expect(pull('account-1')).rejects.toThrow()
    expect(await db('account-1').entities.count()).toBe(1)
    expect(await db('account-2').outbox.count()).toBe(0)
  })
})

it('one row that cannot be read hides no other, nor holds it up', async () => {
  const broken = { iv: new Uint8Array(12), box: new ArrayBuffer(40) }
  await db().drafts.put({ id: 'x', entityId: 'e-9', savedAt: '', ...broken })
  await db().outbox.put({ id: 'y', subject: 'entity:e-9', at: 'waiting', madeAt: '', owed: 1, ...broken })
  await saveDraft(aDraft())
  const id = await visit(2)
  expect((await drafts()).map((one) => one.id)).toEqual([aDraft().id])
  expect((await drain(quiet)).error).toBeNull()
  expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
})
