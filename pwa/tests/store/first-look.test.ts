import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putIssue } from '@/store/catalogue'
import { db } from '@/store/db'
import { saveDraft } from '@/store/drafts'
import { firstLook, known, showing } from '@/store/first-look'
import { onPhone } from '@/store/on-phone'
import { enqueueInspection, intents, setState } from '@/store/outbox'
import { destroy } from '@/store/vault'
import type { IssueShown } from '@/domain/wire'
import { aDraft, anEntity, emptied, stocked } from '../support/phone'

const OWNER = 'link'
const anIssue = { id: 'i-1', entity: { id: 'e-1', name: '泉边小面馆' }, state: 'rectifying', deadline: '2026-11-20', flags: {} } as IssueShown

afterEach(emptied)

describe('the first look', () => {
  beforeEach(() => stocked({ entities: [anEntity(), anEntity({ id: 'e-2', name: '另一家' })] }))

  it('finds what the screens are shown live afterwards, in the same order', async () => {
    await putIssue(anIssue)
    await saveDraft(aDraft({ id: 'd-1' }), new Date('2026-11-23T01:00:00Z'))
    await saveDraft(aDraft({ id: 'd-2', entityId: 'e-2' }), new Date('2026-11-23T02:00:00Z'))
    await enqueueInspection(aDraft({ id: 'v-1' }), new Date('2026-11-23T03:00:00Z'))
    await enqueueInspection(aDraft({ id: 'v-2' }), new Date('2026-11-23T04:00:00Z'))
    const found = await firstLook(OWNER)
    expect(found?.entities).toHaveLength(2)
    expect(found?.drafts.map((one) => one.id)).toEqual(['d-2', 'd-1'])
    expect(found?.intents.map((one) => one.id)).toEqual(['v-2', 'v-1'])
    expect(found).toEqual(await onPhone())
  })

  it('sees what was saved a moment ago', async () => {
    await firstLook(OWNER)
    await saveDraft(aDraft({ statement: '后厨漏水' }))
    expect((await firstLook(OWNER))?.drafts[0]?.statement).toBe('后厨漏水')
  })

  it('leaves the database to its library: it can be deleted at once', async () => {
    await firstLook(OWNER)
    db(OWNER).close()
    await expect(Dexie.delete(`dudao:${OWNER}`)).resolves.toBeUndefined()
  })

  it('finds nothing once the key is destroyed', async () => {
    await destroy(OWNER)
    expect(await firstLook(OWNER)).toBeNull()
  })

  it('is there while the first screen is set up, and not for a later one', async () => {
    const found = await firstLook(OWNER)
    const seen: unknown[] = []
    showing(found, () => seen.push(known()))
    expect([...seen, known()]).toEqual([found, null])
  })
})

it('of somebody never here finds nothing, and makes no database', async () => {
  expect(await firstLook('a-stranger')).toBeNull()
  expect(await Dexie.exists('dudao:a-stranger')).toBe(false)
})

it('does not read a database of another shape', async () => {
  await stocked()
  db(OWNER).close()
  const newer = new Dexie(`dudao:${OWNER}`)
  newer.version(99).stores({ entities: 'id' })
  await newer.open()
  newer.close()
  expect(await firstLook(OWNER)).toBeNull()
})

describe('a visit handed in', () => {
  const accepted = (acceptedAt: string, sent = 1) => ({ at: 'accepted' as const, acceptedAt, sent, total: 1 })
  const looked = async () => (await firstLook(OWNER))?.intents.map((one) => one.id)

  beforeEach(async () => {
    await stocked()
    await enqueueInspection(aDraft({ id: 'v-1', photos: ['a'.repeat(64)] }))
  })

  it('is looked at until a list newer than its acceptance is here', async () => {
    expect(await looked()).toEqual(['v-1'])
    await setState('v-1', accepted('2999-01-01T00:00:00Z'))
    expect(await looked()).toEqual(['v-1'])
    await setState('v-1', accepted('2020-01-01T00:00:00Z'))
    expect(await looked()).toEqual([])
    expect(await intents()).toHaveLength(1)
  })

  it('is looked at as long as a photo of it is only here', async () => {
    await setState('v-1', accepted('2020-01-01T00:00:00Z', 0))
    expect(await looked()).toEqual(['v-1'])
  })
})
