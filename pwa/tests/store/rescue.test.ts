import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { drafts, saveDraft } from '@/store/drafts'
import { enqueueInspection, intent, intents, unsentCount } from '@/store/outbox'
import { addSignature, localBytes } from '@/store/photos'
import { rescuable, rescueFile, takeRescued } from '@/store/rescue'
import { round } from '@/sync/round'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { json, me, SmallServer } from '../support/server'

const WORDS = '泉水叮咚-2026'
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

/** A visit that was handed in offline, and one still being filled in. */
async function written(): Promise<{ visit: string; draft: string; sha: string }> {
  const sha = await addSignature(new Blob(['a signature'], { type: 'image/png' }))
  const signatures = { cadre: sha, enterprise_refused: false }
  const visit = await enqueueInspection(aDraft({ id: crypto.randomUUID(), signatures }))
  const begun = aDraft({ id: crypto.randomUUID(), statement: '还没写完', photos: [sha] })
  await saveDraft(begun)
  return { visit, draft: begun.id, sha }
}

/** The same person signs in on a phone that has never seen him. */
async function onAnotherPhone(as = me()): Promise<void> {
  await emptied()
  const tokens = { access_token: 'access-1', token_type: 'bearer', expires_in: 600, refresh_token: 'r', refresh_expires_at: '2026-12-23T03:00:00Z', device_token: 'device-1' }
  server.next(/auth\/token/, (_, reply) => json(reply, 200, { ...tokens, me: as }))
  await signedIn(server)
}

async function changed(file: File, at: number): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return new Blob([bytes])
}

describe('the rescue file', () => {
  it('carries drafts, records and photos to another phone, from where they are sent', async () => {
    const { visit, draft, sha } = await written()
    expect(await rescuable()).toEqual({ records: 2, photos: 1 })
    const file = await rescueFile(WORDS, new Date('2026-11-25T01:00:00Z'))
    expect(file.name).toBe('督导通-未上传-2026-11-25.dudao')

    await onAnotherPhone()
    expect(await takeRescued(file, WORDS)).toEqual({ added: 2, known: 0, photos: 1 })
    expect((await drafts()).map((one) => [one.id, one.statement])).toEqual([[draft, '还没写完']])
    expect(await (await localBytes(sha))?.text()).toBe('a signature')
    await round(() => undefined)
    expect((await intent(visit))?.state).toMatchObject({ at: 'accepted', sent: 1 })
    expect([...server.pictures.keys()]).toEqual([sha])
  })

  it('taken in twice adds nothing, and what went on meanwhile stays', async () => {
    const { visit } = await written()
    const file = await rescueFile(WORDS)
    await round(() => undefined)
    expect(await takeRescued(file, WORDS)).toEqual({ added: 0, known: 2, photos: 1 })
    expect((await intent(visit))?.state.at).toBe('accepted')
  })

  it('says nothing without the passphrase', async () => {
    await written()
    const file = await rescueFile(WORDS)
    expect(await file.text()).not.toContain('还没写完')
    await onAnotherPhone()
    await expect(takeRescued(file, `${WORDS}!`)).rejects.toThrow('口令不对')
    expect(await unsentCount()).toBe(0)
  })

  it.each([
    ['the first line', 12],
    ['the records', 200],
    ['a photo', -3],
  ])('is refused when a byte of %s was changed', async (_what, at) => {
    await written()
    const file = await changed(await rescueFile(WORDS), at)
    await onAnotherPhone()
    await expect(takeRescued(file, WORDS)).rejects.toThrow(/损坏|口令不对|不是督导通/)
    expect(await intents()).toEqual([])
    expect(await drafts()).toEqual([])
  })

  it('is refused when its end is missing', async () => {
    await written()
    const file = await rescueFile(WORDS)
    await onAnotherPhone()
    await expect(takeRescued(file.slice(0, file.size - 40), WORDS)).rejects.toThrow('不完整')
    expect(await unsentCount()).toBe(0)
  })

  it('of another person is not taken in, and says whose it is', async () => {
    await written()
    const file = await rescueFile(WORDS)
    await onAnotherPhone({ ...me('account-2'), name: '李淑琴' })
    await expect(takeRescued(file, WORDS)).rejects.toThrow('这份文件是周桂兰的')
    expect(await unsentCount()).toBe(0)
  })

  it('of another kind is named as such', async () => {
    await expect(takeRescued(new Blob(['<html>']), WORDS)).rejects.toThrow('不是督导通导出的文件')
  })
})
