import { evaluate, type Answer } from '@/domain/checklist'
import { copyOut } from '@/domain/copy-out'
import { shanghaiDay } from '@/domain/deadline'
import { uuid7 } from '@/domain/ids'
import { isOwed, isUnsettled, isVisit, type Intent, type Sending } from '@/domain/intent'
import { picturesOf, reportAgain, visitBody, type Draft } from '@/domain/visit'
import type { IssueRegistered, MoveGiven, MoveOrder } from '@/domain/wire'
import { formOf, meta } from './catalogue'
import { db, opened, openedAll, owner, sealed, written, type AccountDb, type IntentRow } from './db'
import { ownSave, savesSettled } from './drafts'

export type { Intent, Sending } from '@/domain/intent'
export { unsentCount } from './db'

/** Everything on its way or arrived, the newest first. */
export async function intents(): Promise<Intent[]> {
  return openedAll<Intent>(await db().outbox.orderBy('madeAt').reverse().toArray())
}

/** Those that a list from the server made at `since` cannot know of in full, the newest first. */
export async function unsettledIntents(since: string): Promise<Intent[]> {
  const rows = await db().outbox.orderBy('madeAt').reverse().toArray()
  return openedAll<Intent>(rows.filter((row) => isUnsettled(row, since)))
}

export async function intent(id: string): Promise<Intent | null> {
  const row = await db().outbox.get(id)
  return row ? opened<Intent>(row) : null
}

/** What the server still lacks something of, in the order it was made, whatever the clock said. */
export async function owedIntents(of = owner()): Promise<Intent[]> {
  const rows = await db(of).outbox.where('owed').equals(1).sortBy('madeAt')
  return openedAll<Intent>(rows.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)), of)
}

/**
 * Turns a finished draft into an intent, in one transaction: it is the one or the other, never lost.
 *
 * Raises DraftMoved when another window has handed it in or changed it.
 */
export async function enqueueInspection(draft: Draft, at = new Date()): Promise<string> {
  const told = await meta()
  const body = {
    ...visitBody(draft, await answersKept(draft, at), at.toISOString()),
    ...(told ? { device_skew_s: Math.round(told.skewMs / 1000) } : {}),
  }
  const made: Intent = {
    id: draft.id,
    kind: 'inspection',
    subject: `entity:${draft.entityId}`,
    title: draft.entityName,
    body,
    photos: picturesOf(body),
    madeAt: at.toISOString(),
    state: { at: 'waiting' },
  }
  const row = await rowOf(made)
  const kept = { id: draft.id, ...(await sealed(draft)) }
  await savesSettled()
  const store = db()
  await written(() =>
    store.transaction('rw', [store.drafts, store.outbox, store.facts], async () => {
      await ownSave(store, draft.id)
      await store.outbox.add({ ...row, seq: await nextSeq(store) })
      // The form as it was filled in: a refused visit can be opened and corrected.
      await store.facts.put({ ...kept, id: `draft:${draft.id}` })
      await store.drafts.delete(draft.id)
    }),
  )
  return draft.id
}

/** The answers that the draft's checklist keeps of it. */
export async function answersKept(draft: Draft, at: Date): Promise<Answer[]> {
  const form = await formOf(draft)
  const told = await meta()
  // By the server's clock, as the form was judged while it was filled in.
  const today = shanghaiDay(new Date(at.getTime() - (told?.skewMs ?? 0)))
  return evaluate(form, draft.profile, Object.values(draft.answers), today, { rechecks: Object.values(draft.rechecks) }).answers
}

/** Queues a move of the ledger made on what the person saw as version `seenVersion`. */
export async function enqueueMove(
  issueId: string,
  seenVersion: number,
  given: MoveGiven,
  title: string,
  at = new Date(),
): Promise<string> {
  const id = uuid7(at.getTime())
  const body: MoveOrder = { ...given, id, seen_version: seenVersion, device_at: at.toISOString() }
  await add({ ...fresh(id, `issue:${issueId}`, title, at), kind: 'move', body, photos: given.photos ?? [] })
  return id
}

/** Queues an issue registered outside a visit. */
export async function enqueueIssue(
  given: Omit<IssueRegistered, 'id' | 'device_at'>,
  title: string,
  at = new Date(),
): Promise<string> {
  const id = uuid7(at.getTime())
  const body = { ...given, id, device_at: at.toISOString() }
  await add({ ...fresh(id, `entity:${given.entity_id}`, title, at), kind: 'issue', body, photos: given.photos })
  return id
}

/** Marks a piece of feedback as read, here at once and on the server when it can be reached. */
export async function markFeedbackRead(feedbackId: string, at = new Date()): Promise<void> {
  const row = await db().feedback.get(feedbackId)
  if (!row) return
  const shown = await opened<{ id: string; read_at: string | null }>(row)
  if (shown.read_at) return
  const made = fresh(feedbackId, `feedback:${feedbackId}`, '反馈已读', at)
  const intentRow = await rowOf({ ...made, kind: 'feedback_read', body: null, photos: [] })
  const read = { id: feedbackId, ...(await sealed({ ...shown, read_at: at.toISOString() })) }
  const store = db()
  await written(() =>
    store.transaction('rw', [store.feedback, store.outbox], async () => {
      await store.feedback.put(read)
      await store.outbox.put({ ...intentRow, seq: await nextSeq(store) })
    }),
  )
}

export async function setState(id: string, state: Sending, of = owner()): Promise<void> {
  const store = db(of)
  const row = await store.outbox.get(id)
  if (!row) return
  const before = await opened<Intent>(row, of)
  const now = { ...before, state: withItsEnd(state, before.state) }
  const next = await rowOf(now, of)
  await written(() =>
    store.transaction('rw', store.outbox, async () => {
      // What was let go of meanwhile does not come back.
      if (await store.outbox.get(id)) await store.outbox.put({ ...row, ...next })
    }),
  )
}

/** What its owner has said about lost photos stays said, though a round under way knows nothing of it. */
function withItsEnd(state: Sending, before: Sending): Sending {
  const said = before.at === 'accepted' ? before.doneWithout : undefined
  return state.at === 'accepted' && said ? { ...state, doneWithout: said } : state
}

/** Lets go of an intent for good; the screen has asked before. */
export async function discardIntent(id: string, of = owner()): Promise<void> {
  const store = db(of)
  await store.transaction('rw', [store.outbox, store.facts], async () => {
    await store.outbox.delete(id)
    await store.facts.delete(`draft:${id}`)
  })
}

/** Puts an intent back in line, now. */
export async function retryIntent(id: string): Promise<void> {
  const found = await intent(id)
  if (found && found.state.at !== 'accepted' && found.state.at !== 'kept') await setState(id, { at: 'waiting' })
}

/** Ends the waiting for photos that are gone from this phone; the server goes on naming them as missing. */
export async function settleWithout(id: string): Promise<void> {
  const found = await intent(id)
  if (found?.state.at === 'accepted') await setState(id, { ...found.state, doneWithout: found.state.total - found.state.sent })
}

/** Turns a refused visit back into the draft it was, to be corrected and sent again. */
export async function reopenIntent(id: string): Promise<Draft | null> {
  const store = db()
  const [found, kept] = await Promise.all([intent(id), store.facts.get(`draft:${id}`)])
  if (!found || !isVisit(found) || found.state.at !== 'refused' || !kept) return null
  // Under a new id: the server may have kept other content under the old one.
  const draft: Draft = { ...reportAgain(await opened<Draft>(kept)), id: uuid7(), savedAt: new Date().toISOString() }
  const row = { id: draft.id, entityId: draft.entityId, savedAt: draft.savedAt, ...(await sealed(draft)) }
  await written(() =>
    store.transaction('rw', [store.outbox, store.facts, store.drafts], async () => {
      await store.drafts.put(row)
      await store.outbox.delete(id)
      await store.facts.delete(`draft:${id}`)
    }),
  )
  return draft
}

/** An intent in plain words, to be copied out of the phone. */
export async function intentText(id: string): Promise<string> {
  const found = await intent(id)
  if (!found) return ''
  // A visit can be copied out without its form: the codes of the questions still name them.
  const form = isVisit(found) ? await formOf(found.body).catch(() => null) : null
  return copyOut(found, form)
}

async function add(made: Intent): Promise<void> {
  const row = await rowOf(made)
  const store = db()
  await written(() => store.transaction('rw', store.outbox, async () => store.outbox.put({ ...row, seq: await nextSeq(store) })))
}

/** Inside a transaction: one more than the last, so that a clock set back turns nothing round. */
export async function nextSeq(store: AccountDb): Promise<number> {
  const last = await store.outbox.orderBy('seq').last()
  return (last?.seq ?? 0) + 1
}

function fresh(id: string, subject: string, title: string, at: Date) {
  return { id, subject, title, madeAt: at.toISOString(), state: { at: 'waiting' } as Sending }
}

export async function rowOf(made: Intent, of = owner()): Promise<IntentRow> {
  const { id, subject, madeAt, state } = made
  const owed = isOwed(made)
  const settledAt = state.at === 'accepted' && !owed ? state.acceptedAt : undefined
  return { id, subject, madeAt, at: state.at, owed: owed ? 1 : 0, settledAt, ...(await sealed(made, of)) }
}
