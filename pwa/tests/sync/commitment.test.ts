import { afterEach, beforeEach, expect, it } from 'vitest'
import { reason, unfinished } from '@/domain/upload-list'
import type { CommitmentSigned } from '@/domain/wire-commitment'
import { db } from '@/store/db'
import { intent, intents, rowOf, unsentCount, type Intent } from '@/store/outbox'
import { addScan, enqueueCommitment, signedHere } from '@/store/papers'
import { addSignature, keepBytes } from '@/store/photos'
import { setOnlyWifi } from '@/store/sending'
import { drain } from '@/sync/drain'
import { round } from '@/sync/round'
import { emptied, signedIn, stocked } from '../support/phone'
import { refuse, SmallServer } from '../support/server'

const quiet = (): void => undefined
const orders = /^\/api\/v1\/commitments\/[0-9a-f-]{36}/
const digest = 'd'.repeat(64)
let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})
afterEach(async () => {
  setOnlyWifi(false)
  Reflect.deleteProperty(navigator, 'connection')
  await emptied()
  await server.stop()
})

async function signed(by: CommitmentSigned['signed_by'] = 'signature'): Promise<{ id: string; sha: string }> {
  const sha = by === 'signature' ? await addSignature(new Blob(['ink'], { type: 'image/png' })) : await keepBytes(new TextEncoder().encode('a page'), 'image/jpeg')
  return { sha, id: await enqueueCommitment({ digest, signed_by: by, pages: [sha] }) }
}

it('a signature given without network stays on the phone, is counted there, and goes once: the picture first', async () => {
  const { id, sha } = await signed()
  server.next(/media/, (_, reply) => reply.destroy())
  await drain(quiet)
  expect(server.calls('PUT', orders)).toHaveLength(0)
  expect(await unsentCount()).toBe(1)
  expect(unfinished(await intents()).map((made) => made.title)).toEqual(['食品安全包保承诺书'])
  await drain(quiet)
  await drain(quiet)
  expect(server.pictures.has(sha)).toBe(true)
  const [call, ...more] = server.calls('PUT', orders)
  expect(more).toEqual([])
  const order = JSON.parse(String(call?.body)) as Record<string, string>
  expect(order).toMatchObject({ digest, signed_by: 'signature', pages: [sha] })
  expect(Date.parse(order['device_now'] ?? '')).toBeGreaterThanOrEqual(Date.parse(order['signed_at'] ?? ''))
  expect((await intent(id))?.state).toMatchObject({ at: 'accepted', sent: 1, total: 1 })
  expect(await unsentCount()).toBe(0)
})

it('when the answer is lost it is sent again under the same number', async () => {
  const { id } = await signed()
  server.next(orders, (heard, reply) => {
    server.signed.set(id, heard.body)
    reply.destroy()
  })
  await drain(quiet)
  expect((await intent(id))?.state).toMatchObject({ at: 'waiting' })
  await drain(quiet)
  expect((await intent(id))?.state).toMatchObject({ at: 'accepted' })
  expect([...server.signed.keys()]).toEqual([id])
})

it('signed anew after the list has changed, the refused signature is gone and holds nothing back', async () => {
  const { id } = await signed()
  server.next(orders, (_, reply) => refuse(reply, 409, 'commitment-refused', '包保名单刚有变动，请看过新名单再签。'))
  await drain(quiet)
  const refused = (await signedHere())[0] as Intent
  expect(reason(refused, true)).toBe('包保名单刚有变动，请看过新名单再签。')
  const again = await signed()
  await drain(quiet)
  expect(await intent(id)).toBeNull()
  expect([...server.signed.keys()]).toEqual([again.id])
})

it('the PDF of a signed paper goes with the order itself', async () => {
  const bytes = '%PDF-1.7 a signed paper'
  const sha = await addScan(new File([bytes], 'scan.pdf'))
  const id = await enqueueCommitment({ digest, signed_by: 'scan', pages: [sha] })
  await drain(quiet)
  expect(String(server.signed.get(id))).toBe(bytes)
  expect(new URL(server.calls('PUT', orders)[0]?.path ?? '', server.origin).searchParams.get('digest')).toBe(digest)
  expect(server.pictures.size).toBe(0)
  expect((await intent(id))?.state).toMatchObject({ at: 'accepted', sent: 1, total: 1 })
})

it.each([
  ['another kind of file', new File(['PK'], 'x.pdf'), '不是 PDF'],
  ['too large a file', new File(['%PDF-1.7', new Uint8Array(10 * 1024 * 1024)], 'x.pdf'), '超过 10 MB'],
])('%s is refused before it is kept', async (_what, file, said) => {
  await expect(addScan(file)).rejects.toThrow(said)
  expect(await db().photos.count()).toBe(0)
})

it('pages of a paper wait for Wi-Fi when they are told to, a signature does not', async () => {
  const paper = await signed('paper')
  setOnlyWifi(true)
  Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' }, configurable: true })
  await drain(quiet)
  expect(server.signed.size).toBe(0)
  await signed()
  await drain(quiet)
  expect(server.signed.size).toBe(1)
  Object.defineProperty(navigator, 'connection', { value: { type: 'wifi' }, configurable: true })
  await drain(quiet)
  expect(server.signed.has(paper.id)).toBe(true)
})

it('the promise of an ended account is of no use to anybody and is let go', async () => {
  await signed()
  server.waysIn.clear()
  for (let times = 0; times < 4; times += 1) server.next(/auth\/refresh/, (_, reply) => refuse(reply, 401, 'account-disabled', '账号已停用'))
  await round(quiet)
  expect(await intents()).toEqual([])
  expect(server.kept.size).toBe(0)
})

it('what a newer version of the app has queued waits for that version', async () => {
  const made = { id: crypto.randomUUID(), kind: 'of tomorrow', subject: 'x', title: '新的', body: {}, photos: [], madeAt: new Date().toISOString(), state: { at: 'waiting' } }
  await db().outbox.put({ ...(await rowOf(made as unknown as Intent)), seq: 1 })
  await drain(quiet)
  expect((await intent(made.id))?.state).toMatchObject({ at: 'waiting' })
})
