/** 代拟 on this phone: what is handed to the leader, what waits for his signature, what he gave back. */

import { draftReturned, draftToSign, handingBody } from '@/domain/handing'
import { uuid7 } from '@/domain/ids'
import type { Intent } from '@/domain/intent'
import { subjectOf, underWay } from '@/domain/signing'
import { picturesOf, type Draft } from '@/domain/visit'
import type { VisitDraftShown } from '@/domain/wire-signing'
import { fact, formOf } from './catalogue'
import { db, sealed, written } from './db'
import { draftOf, ownSave, saveDraft, savesSettled } from './drafts'
import { CannotStart } from './errors'
import { locked } from './lease'
import { answersKept, intents, nextSeq, rowOf } from './outbox'
import { session } from './session'

/** What this person still has to do with, or waits for: without what he has done here already. */
export async function visitDrafts(): Promise<VisitDraftShown[]> {
  const told = (await fact<VisitDraftShown[]>('signing')) ?? []
  if (!told.length) return []
  return underWay(told, await intents(), (await db().drafts.toCollection().primaryKeys()) as string[])
}

/** Turns the assistant's draft into an intent, in one transaction: it is the one or the other, never lost. */
export async function enqueueHanding(draft: Draft, at = new Date()): Promise<string> {
  const handing = uuid7(at.getTime())
  const body = handingBody(draft, await answersKept(draft, at), handing)
  await replaceDraft(draft, {
    id: handing,
    kind: 'handing',
    subject: subjectOf(draft.id),
    title: draft.entityName,
    body,
    photos: picturesOf(body),
    madeAt: at.toISOString(),
    state: { at: 'waiting' },
  })
  return handing
}

/** Gives the draft back to the assistant; what the leader changed of it goes. */
export async function enqueueGiveBack(draft: Draft, reason: string, at = new Date()): Promise<void> {
  const handing = draft.draftedBy?.handing
  if (!handing) return
  await replaceDraft(draft, {
    id: uuid7(at.getTime()),
    kind: 'give_back',
    subject: subjectOf(draft.id),
    title: draft.entityName,
    body: { handing, reason },
    photos: [],
    madeAt: at.toISOString(),
    state: { at: 'waiting' },
  })
}

async function replaceDraft(draft: Draft, made: Intent): Promise<void> {
  const row = await rowOf(made)
  const kept = { id: `draft:${made.id}`, ...(await sealed(draft)) }
  await savesSettled()
  const store = db()
  await written(() =>
    store.transaction('rw', [store.drafts, store.outbox, store.facts], async () => {
      await ownSave(store, draft.id)
      await store.outbox.add({ ...row, seq: await nextSeq(store) })
      await store.facts.put(kept)
      await store.drafts.delete(draft.id)
    }),
  )
}

/** Opens what an assistant drafted, to look through and sign. Raises CannotStart where another draft is open. */
export function openToSign(shown: VisitDraftShown): Promise<Draft> {
  return taken(shown, (at) => draftToSign(shown, shown.leader, at))
}

/** Opens what the leader gave back. Raises CannotStart where another draft is open. */
export function takeBack(shown: VisitDraftShown): Promise<Draft> {
  return taken(shown, (at) => draftReturned(shown, at))
}

function taken(shown: VisitDraftShown, make: (savedAt: string) => Draft): Promise<Draft> {
  return locked(`dudao-start:${shown.entity.id}`, async () => {
    const open = await draftOf(shown.entity.id)
    // Opened before, unless the assistant has handed it over anew since.
    if (open?.id === shown.id && open.draftedBy?.handing === shown.handing) return open
    if (open && open.id !== shown.id) throw new CannotStart('这家有没填完的督导表，请先提交或删除，再打开这一份')
    await formOf(shown.content)
    const draft = make(new Date().toISOString())
    return { ...draft, savedAt: await saveDraft(draft) }
  })
}

/** Whether who is signed in fills in for somebody else's signature. */
export function draftsForAnother(): boolean {
  return session.value?.me.role === 'assistant'
}
