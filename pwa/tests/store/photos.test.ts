import { createHash, randomBytes } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { db } from '@/store/db'
import { chunk_bytes, freeSentPhotos, keepBytes, localBytes, markSent, photoState, photoUrl } from '@/store/photos'
import { emptied, signedIn } from '../support/phone'
import { SmallServer } from '../support/server'

afterEach(emptied)

it('a photo is kept in chunks, named by its sha256, and comes back byte for byte', async () => {
  const bytes = new Uint8Array(randomBytes(chunk_bytes * 2 + 777))
  const sha = await keepBytes(bytes, 'image/jpeg')
  expect(sha).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(await db().chunks.where('sha').equals(sha).count()).toBe(3)
  const back = await localBytes(sha)
  expect(back?.type).toBe('image/jpeg')
  const returned = Buffer.from((await back?.arrayBuffer()) ?? new ArrayBuffer(0))
  expect(returned.equals(bytes)).toBe(true)
})

it('the same photo twice is kept once', async () => {
  const bytes = new Uint8Array(randomBytes(1000))
  await keepBytes(bytes, 'image/jpeg')
  await keepBytes(bytes, 'image/jpeg')
  expect(await db().photos.count()).toBe(1)
  expect(await db().chunks.count()).toBe(1)
})

it('clean-up frees what the server has and nothing else', async () => {
  const [mine, theirs] = [
    await keepBytes(new Uint8Array(randomBytes(900)), 'image/jpeg'),
    await keepBytes(new Uint8Array(randomBytes(900)), 'image/jpeg'),
  ]
  await markSent(theirs)
  expect(await freeSentPhotos()).toBe(1)
  expect(await photoState(mine)).toBe('local')
  expect(await photoState(theirs)).toBe('none')
  expect(await localBytes(mine)).not.toBeNull()
})

it('photos sent a moment ago stay for looking at without network', async () => {
  const sha = await keepBytes(new Uint8Array(randomBytes(900)), 'image/jpeg')
  await markSent(sha)
  expect(await freeSentPhotos(86_400_000)).toBe(0)
  expect(await localBytes(sha)).not.toBeNull()
})

it('the same bytes, once fetched and once taken here, still wait to be sent', async () => {
  const bytes = new Uint8Array(randomBytes(900))
  const sha = await keepBytes(bytes, 'image/jpeg', 'sent')
  await keepBytes(bytes, 'image/jpeg')
  expect(await photoState(sha)).toBe('local')
})

it("a copy of another person's photo is found again without network, and gives way to the photo itself", async () => {
  const server = await new SmallServer().start()
  await signedIn(server)
  const photo = new Uint8Array(randomBytes(chunk_bytes + 300))
  const sha = createHash('sha256').update(photo).digest('hex')
  const copy = randomBytes(chunk_bytes)
  server.next(/sha256/, (_, reply) => void reply.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(copy))
  expect(await photoUrl(sha)).not.toBeNull()
  await server.stop()

  const found = async () => Buffer.from((await (await localBytes(sha))?.arrayBuffer()) ?? new ArrayBuffer(0))
  expect((await found()).equals(copy)).toBe(true)
  expect(await photoState(sha)).toBe('sent')

  await keepBytes(photo, 'image/jpeg')
  expect((await found()).equals(photo)).toBe(true)
  expect(await photoState(sha)).toBe('local')
})
