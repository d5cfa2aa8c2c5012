import { afterEach, beforeEach, expect, it } from 'vitest'
import type { VisitDraftShown } from '@/domain/wire'
import { draft, drafts, saveDraft } from '@/store/drafts'
import { enqueueGiveBack, enqueueHanding, openToSign, takeBack, visitDrafts } from '@/store/handing'
import { enqueueInspection, intent, intents, reopenIntent, setState } from '@/store/outbox'
import { takeIn } from '@/store/take-in'
import { aDraft, aPage, emptied, stocked } from '../support/phone'

beforeEach(() => stocked())
afterEach(emptied)

const HANDING = '0197a3c0-0000-7000-8000-000000000001'
const person = (name: string) => ({ id: `id-${name}`, name, post: '' })

function told(more: Partial<VisitDraftShown> = {}): VisitDraftShown {
  const filled = aDraft()
  return {
    id: filled.id,
    entity: { id: 'e-1', name: '泉边小面馆' },
    stage: 'waiting',
    handing: HANDING,
    handed_at: '2026-11-23T02:00:00Z',
    drafter: person('江予安'),
    leader: person('周明远'),
    reason: '',
    content: {
      entity_id: 'e-1',
      checklist: { id: 'catering', version: 1 },
      mode: 'onsite',
      outcome: 'done',
      started_at: '2026-11-23T01:40:00Z',
      answers: [{ item: 'CATR-A01', answer: 'yes' }],
      rechecks: [],
      participants: [{ role: 'assistant', name: '江予安' }],
      signatures: { enterprise: 'e'.repeat(64), enterprise_refused: false },
      statement: '',
      profile: filled.profile,
    },
    ...more,
  }
}
const pulled = (...drafts: VisitDraftShown[]) => takeIn(aPage({ drafts }))

it('what an assistant hands over leaves his drafts and can be opened again when it was refused', async () => {
  await saveDraft(aDraft())
  const id = await enqueueHanding(aDraft())
  expect(await drafts()).toEqual([])
  const made = await intent(id)
  expect(made).toMatchObject({ kind: 'handing', subject: `draft:${aDraft().id}`, body: { handing: id } })
  expect(made?.body).not.toHaveProperty('signatures.cadre')
  await setState(id, { at: 'refused', why: '这家现在不在领导的包保名单里' })
  expect((await reopenIntent(id))?.answers).toEqual(aDraft().answers)
})

it('opened to be signed it names both, and is the record’s own draft', async () => {
  await pulled(told())
  expect(await visitDrafts()).toHaveLength(1)
  const made = await openToSign(told())
  expect(made).toMatchObject({ id: told().id, draftedBy: { name: '江予安', handing: HANDING } })
  expect(made.participants.map((one) => one.role)).toEqual(['cadre', 'assistant'])
  const id = await enqueueInspection({ ...made, signatures: { ...made.signatures, cadre: 'c'.repeat(64) } })
  expect((await intent(id))?.body).toMatchObject({ drafted_by: 'id-江予安' })
  expect(await visitDrafts()).toEqual([])
})

it('given back it leaves the leader’s phone at once', async () => {
  await pulled(told())
  const made = await openToSign(told())
  await enqueueGiveBack(made, '补一张照片')
  expect([await drafts(), await visitDrafts()]).toEqual([[], []])
  expect((await intents())[0]).toMatchObject({ kind: 'give_back', body: { handing: HANDING, reason: '补一张照片' } })
})

it('a returned one goes on where it was, and is no longer returned once handed over again', async () => {
  const back = told({ stage: 'returned', reason: '补一张照片' })
  await pulled(back)
  const made = await takeBack(back)
  expect(made.returned).toEqual({ by: '周明远', reason: '补一张照片' })
  expect(await visitDrafts()).toEqual([])
  await enqueueHanding(made)
  expect(await draft(back.id)).toBeNull()
  expect(await visitDrafts()).toEqual([])
})

it('never throws away another draft of the same shop', async () => {
  await saveDraft(aDraft({ id: 'another' }))
  await expect(openToSign(told())).rejects.toThrow('没填完')
})
