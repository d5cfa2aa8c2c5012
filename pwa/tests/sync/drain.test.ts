import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepBytes, photoState } from '@/store/photos'
import { discardIntent, enqueueInspection, enqueueMove, intent, retryIntent, setState, unsentCount } from '@/store/outbox'
import { session } from '@/store/session'
import { drain } from '@/sync/drain'
import { round } from '@/sync/round'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { html, json, receiptOf, refuse, SmallServer } from '../support/server'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})
afterEach(async () => {
  await emptied()
  await server.stop()
})

const quiet = (): void => undefined
const visit = (more = {}) => enqueueInspection(aDraft(more), new Date('2026-11-23T02:40:00Z'))
const stateOf = async (id: string) => (await intent(id))?.state
const puts = /^\/api\/v1\/inspections\//

describe('the four verdicts', () => {
  it('accepted: our own receipt', async () => {
    const id = await visit()
    expect(await drain(quiet)).toEqual({ error: null, reached: true, progressed: true, waitMs: 0 })
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', receipt: { receipt_no: 'R-2026Q4-000001' } })
    expect(await unsentCount()).toBe(0)
  })

  it.each([408, 425, 429, 500, 502, 503, 504])('later: %i', async (status) => {
    const id = await visit()
    server.next(puts, (_, reply) => refuse(reply, status, 'busy', '忙'))
    const drained = await drain(quiet)
    expect(drained.error).not.toBeNull()
    expect(await stateOf(id)).toMatchObject({ at: 'waiting', tries: 1 })
  })

  it.each([
    ['a captive portal’s page with 200', 200],
    ['a portal’s redirect', 302],
    ['a portal’s 403 page', 403],
    ['a proxy’s 413 page', 413],
  ])('later: %s', async (_what, status) => {
    const id = await visit()
    server.next(puts, (_, reply) => html(reply, status))
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'waiting' })
  })

  it.each([
    ['JSON that is no receipt', { ok: true }],
    ['a receipt of another record', receiptOf('another')],
    ['a receipt without its number', { id: aDraft().id, received_at: '2026-11-23T03:00:00Z' }],
  ])('later: %s', async (_what, body) => {
    const id = await visit()
    server.next(puts, (_, reply) => json(reply, 200, body))
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'waiting' })
  })

  it('later: the connection is cut', async () => {
    const id = await visit()
    server.next(puts, (_, reply) => reply.destroy())
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'waiting' })
  })

  it('sign in: 401 and no way to renew', async () => {
    const id = await visit()
    server.next(puts, (_, reply) => refuse(reply, 401, 'not-signed-in', '需要登录'))
    server.next(/auth\/refresh/, (_, reply) => refuse(reply, 401, 'not-signed-in', '需要登录'))
    await drain(quiet)
    expect(await stateOf(id)).toEqual({ at: 'signin' })
    expect(session.value?.expired).toBe(true)
  })

  it('sign in: the password must be changed first', async () => {
    const id = await visit()
    server.next(puts, (_, reply) => refuse(reply, 403, 'password-change-required', '先改密码'))
    await drain(quiet)
    expect(await stateOf(id)).toEqual({ at: 'signin' })
  })

  it.each([400, 403, 404, 409, 410, 413, 422])('refused: %i, with the server’s sentence', async (status) => {
    const id = await visit()
    server.next(puts, (_, reply) => refuse(reply, status, 'no', '不能这样办'))
    expect((await drain(quiet)).error).toBeNull()
    expect(await stateOf(id)).toMatchObject({ at: 'refused', why: '不能这样办' })
    expect(await unsentCount()).toBe(1)
  })
})

describe('the outbox', () => {
  it('gets the same receipt when the first answer was lost, and the server keeps one record', async () => {
    const id = await visit()
    server.next(puts, (heard, reply) => {
      const { device_now: _, ...facts } = JSON.parse(heard.body.toString()) as Record<string, unknown>
      server.inspections.set(id, facts)
      reply.destroy()
    })
    await drain(quiet)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', receipt: { id } })
    const [first, second] = server.calls('PUT', puts).map((one) => JSON.parse(one.body.toString()) as object)
    expect({ ...second, device_now: '' }).toEqual({ ...first, device_now: '' })
    expect(server.inspections.size).toBe(1)
  })

  it('sends again what a killed app left half sent', async () => {
    const id = await visit()
    await setState(id, { at: 'sending', sent: 0, total: 0 })
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
  })

  it('counts down as records go', async () => {
    await visit()
    await enqueueMove('i-1', 1, { move: 'accept' }, '签收')
    const left: number[] = []
    await drain((waiting) => left.push(waiting))
    expect(left).toEqual([1, 0])
  })

  it('renews an access token that ran out, once, and goes on', async () => {
    const id = await visit()
    server.waysIn.clear()
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
    expect(server.calls('POST', /auth\/refresh/)).toHaveLength(1)
  })

  it('holds back only what comes after a refused intent on the same subject', async () => {
    const first = await enqueueMove('i-1', 1, { move: 'accept' }, '签收', new Date('2026-11-23T01:00:00Z'))
    const second = await enqueueMove('i-1', 2, { move: 'submit' }, '提交', new Date('2026-11-23T01:01:00Z'))
    const other = await visit()
    server.next(/issues\/i-1\/moves/, (_, reply) => refuse(reply, 409, 'issue-moved-on', '已由别人处理'))
    await drain(quiet)
    expect(await stateOf(first)).toMatchObject({ at: 'refused' })
    expect(await stateOf(second)).toMatchObject({ at: 'waiting' })
    expect(await stateOf(other)).toMatchObject({ at: 'accepted' })
    await discardIntent(first)
    await drain(quiet)
    expect(await stateOf(second)).toMatchObject({ at: 'accepted' })
  })

  it('does not send a refused intent again until a person says so', async () => {
    const id = await visit()
    server.next(puts, (_, reply) => refuse(reply, 422, 'malformed', '缺照片'))
    await drain(quiet)
    await drain(quiet)
    expect(server.calls('PUT', puts)).toHaveLength(1)
    await retryIntent(id)
    await drain(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
  })
})

describe('photos', () => {
  const bytes = new Uint8Array(randomBytes(300_000))
  const withPhoto = async () => {
    const sha = await keepBytes(bytes, 'image/jpeg')
    const answers = { 'CATR-A01': { item: 'CATR-A01', answer: 'no' as const, note: '未公示', photos: [sha] } }
    return { sha, id: await visit({ answers }) }
  }

  it('follow the text, whole', async () => {
    const { sha, id } = await withPhoto()
    await drain(quiet)
    expect(server.pictures.get(sha)?.equals(Buffer.from(bytes))).toBe(true)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1, total: 1 })
    expect(await photoState(sha)).toBe('sent')
    const order = server.heard.map((one) => one.method)
    expect(order.indexOf('PUT')).toBeLessThan(order.indexOf('PATCH'))
  })

  it('go on where the connection was cut, sending no byte twice', async () => {
    const { sha, id } = await withPhoto()
    server.next(/media$/, (_, reply) => {
      reply.writeHead(201, { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', Location: '/api/v1/media/gone' }).end()
    })
    server.next(/media\/gone/, (_, reply) => reply.destroy())
    expect((await drain(quiet)).error).toBeNull()
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1, total: 1 })
    expect(server.pictures.has(sha)).toBe(true)
    const carried = server.calls('PATCH', /media\/up-/).reduce((sum, one) => sum + one.body.length, 0)
    expect(carried).toBe(bytes.length)
  })

  it('ask where the server stands when an answer was lost in between', async () => {
    const { sha } = await withPhoto()
    server.next(/media\/up-/, (heard, reply) => {
      const upload = server.uploads.get(heard.path.split('/').at(-1) ?? '')
      if (upload) upload.bytes = Buffer.concat([upload.bytes, heard.body])
      refuse(reply, 409, 'offset-moved', '位置不对')
    })
    await drain(quiet)
    expect(server.calls('HEAD', /media\/up-/)).toHaveLength(1)
    expect(server.pictures.get(sha)?.equals(Buffer.from(bytes))).toBe(true)
  })

  it('that the server already has are not sent', async () => {
    const { sha, id } = await withPhoto()
    server.pictures.set(sha, Buffer.from(bytes))
    await drain(quiet)
    expect(server.calls('POST', /media/)).toHaveLength(0)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1, total: 1 })
  })

  it('follow a record too that was kept beside another under its number, though the record stays refused', async () => {
    const { sha, id } = await withPhoto()
    server.next(puts, (_, reply) => refuse(reply, 409, 'inspection-differs', '两份都已保留，请联系食药安办'))
    await drain(quiet)
    expect(server.pictures.get(sha)?.equals(Buffer.from(bytes))).toBe(true)
    expect(await stateOf(id)).toMatchObject({ at: 'refused', why: '两份都已保留，请联系食药安办' })
    await drain(quiet)
    expect(server.calls('POST', /media$/)).toHaveLength(1)
  })

  it('of a record refused outright stay on the phone until it is corrected', async () => {
    const { sha } = await withPhoto()
    server.next(puts, (_, reply) => refuse(reply, 422, 'visit-incomplete', '还有 1 题没答'))
    await drain(quiet)
    expect(server.calls('POST', /media$/)).toHaveLength(0)
    expect(await photoState(sha)).toBe('local')
  })

  it('are not lost to a portal that answers every upload with its page', async () => {
    const { sha, id } = await withPhoto()
    server.next(/media$/, (_, reply) => html(reply, 200))
    await drain(quiet)
    expect(await photoState(sha)).toBe('local')
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 0 })
  })
})

describe('two tabs', () => {
  it('send a record once', async () => {
    const id = await visit()
    await Promise.all([round(quiet), round(quiet), round(quiet)])
    expect(server.calls('PUT', puts)).toHaveLength(1)
    expect(await stateOf(id)).toMatchObject({ at: 'accepted' })
  })
})
