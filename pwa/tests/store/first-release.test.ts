import { createHash, randomBytes } from 'node:crypto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as catalogue from '@/store/catalogue'
import { db, owner, wipe } from '@/store/db'
import { draft, drafts, saveDraft } from '@/store/drafts'
import { enqueueInspection, intent, intents, owedIntents, reopenIntent } from '@/store/outbox'
import { localBytes, photoState } from '@/store/photos'
import { leftByRelease1 } from '../fixtures/release-1'
import { aDraft, anEntity, aPage, oneQuestion } from '../support/phone'

const photo = new Uint8Array(randomBytes(300_000))
const sha = createHash('sha256').update(photo).digest('hex')
const half = 256 * 1024
const madeAt = '2026-11-20T02:00:00.000Z'
const refused = {
  id: 'r-1',
  kind: 'inspection',
  subject: 'entity:e-1',
  title: '泉边小面馆',
  body: { checklist: { id: 'catering', version: 1 }, answers: [] },
  photos: [sha],
  madeAt,
  state: { at: 'refused', why: '缺照片' },
}
const move = { id: 'm-1', kind: 'move', subject: 'issue:i-1', title: '签收', body: {}, photos: [], madeAt, state: { at: 'waiting' } }
const anIssue = { id: 'i-1', entity: { id: 'e-1' }, number: 'X-1', state: 'rectifying', deadline: '2026-11-27', deadline_at: null, flags: { paused: false } }
const fact = (id: string, box: unknown) => ({ clear: { id }, box })

beforeEach(async () => {
  await wipe(owner())
  await leftByRelease1('link', {
    drafts: [{ clear: { id: aDraft().id, entityId: 'e-1', savedAt: madeAt }, box: aDraft({ statement: '写了一半' }) }],
    outbox: [refused, move].map((one) => ({
      clear: { id: one.id, subject: one.subject, at: one.state.at, madeAt, owed: 1 },
      box: one,
    })),
    photos: [{ clear: { sha, at: 'local', madeAt, size: photo.length, type: 'image/jpeg' }, box: undefined }],
    chunks: [
      { clear: { sha, n: 0 }, box: photo.slice(0, half) },
      { clear: { sha, n: 1 }, box: photo.slice(half) },
    ],
    entities: [fact('e-1', anEntity())],
    issues: [{ clear: { id: 'i-1', entityId: 'e-1' }, box: anIssue }],
    feedback: [fact('f-1', { id: 'f-1', at: madeAt, read_at: null })],
    checklists: [fact('catering@1', oneQuestion)],
    facts: [fact('checklists', aPage().checklists), fact('cursor', 'c0'), fact('draft:r-1', aDraft({ id: 'r-1', statement: '原话' }))],
    remote: [{ clear: { id: '/api/v1/units', at: madeAt }, box: [] }],
  })
})
afterEach(() => wipe(owner()))

it('every row the first release wrote is read by this one', async () => {
  expect(await drafts()).toEqual([aDraft({ statement: '写了一半' })])
  expect((await intents()).map((one) => one.id).sort()).toEqual(['m-1', 'r-1'])
  expect((await owedIntents()).map((one) => one.id).sort()).toEqual(['m-1', 'r-1'])
  expect(await intent('r-1')).toEqual(refused)
  expect(await photoState(sha)).toBe('local')
  const bytes = Buffer.from((await (await localBytes(sha))?.arrayBuffer()) ?? new ArrayBuffer(0))
  expect(bytes.equals(photo)).toBe(true)
  expect(await catalogue.entity('e-1')).toEqual(anEntity())
  expect(await catalogue.issuesOf('e-1')).toMatchObject([anIssue])
  expect(await catalogue.feedback()).toHaveLength(1)
  expect(await catalogue.checklist('catering', 1)).toEqual(oneQuestion)
  expect(await catalogue.latestChecklist('catering')).toEqual({ id: 'catering', version: 1 })
  expect(await catalogue.cursor()).toBe('c0')
  expect(await db().remote.count()).toBe(1)
})

it('a draft and a refused visit of the first release are gone on with', async () => {
  const first = await draft(aDraft().id)
  await saveDraft({ ...(first ?? aDraft()), statement: '写完了' })
  await enqueueInspection({ ...(first ?? aDraft()), statement: '写完了' })
  expect(await intent(aDraft().id)).toMatchObject({ body: { statement: '写完了' } })
  expect((await reopenIntent('r-1'))?.statement).toBe('原话')
})

it('the first release goes on with a database this one has opened', async () => {
  await db().open()
  db().close({ disableAutoOpen: false })
  const old = new Dexie('dudao:link')
  old.version(1).stores({ drafts: 'id, entityId, savedAt', outbox: 'id, subject, at, madeAt, owed', photos: 'sha, at, madeAt' })
  await old.open()
  expect(await old.table('outbox').where('owed').equals(1).count()).toBe(2)
  expect(await old.table('drafts').count()).toBe(1)
  old.close()
})
