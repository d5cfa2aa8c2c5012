import { uuid7 } from '@/domain/ids'
import type { Draft } from '@/domain/visit'
import { checklistFor, entity, formOf, modulesFor } from './catalogue'
import { awaited, db, opened, openedAll, owner, sealed, written, type AccountDb, type DraftRow } from './db'
import { CannotStart, DraftMoved } from './errors'
import { locked } from './lease'
import { session } from './session'

export type { Draft } from '@/domain/visit'

/** The open draft for an enterprise, or a new one with the checklist version in force pinned to it. */
export function startDraft(entityId: string, at = new Date()): Promise<Draft> {
  // Two windows that begin at once would begin two.
  return locked(`dudao-start:${entityId}`, () => begunOrNew(entityId, at))
}

async function begunOrNew(entityId: string, at: Date): Promise<Draft> {
  const open = await draftOf(entityId)
  if (open) return open
  const who = await entity(entityId)
  if (!who) throw new CannotStart('这家企业不在这部手机的名单里，请联网刷新后再试')
  const pinned = await checklistFor(who)
  if (!pinned) throw new CannotStart('这部手机还没有这类企业的督导表，请联网刷新后再试')
  const modules = await modulesFor(who, pinned)
  await formOf({ checklist: pinned, modules })
  const me = session.value?.me
  const draft: Draft = {
    id: uuid7(at.getTime()),
    entityId,
    entityName: who.name,
    checklist: pinned,
    ...(modules.length && { modules }),
    profile: who.profile,
    startedAt: at.toISOString(),
    savedAt: '',
    answers: {},
    rechecks: {},
    participants: me ? [{ role: me.role === 'assistant' ? 'assistant' : 'cadre', name: me.name, post: me.post }] : [],
    signatures: { enterprise_refused: false },
    statement: '',
    outcome: 'done',
    mode: 'onsite',
    photos: [],
  }
  draft.savedAt = await saveDraft(draft)
  return draft
}

/** A draft to be filled in: as it is once every save asked for so far has ended. */
export async function draft(id: string): Promise<Draft | null> {
  await awaited(savesSettled())
  return toFillIn(await db().drafts.get(id))
}

/** All open drafts, the one touched last first. */
export async function drafts(): Promise<Draft[]> {
  return openedAll<Draft>(await db().drafts.orderBy('savedAt').reverse().toArray())
}

export async function draftOf(entityId: string): Promise<Draft | null> {
  await awaited(savesSettled())
  return toFillIn(await db().drafts.where('entityId').equals(entityId).first())
}

interface Save {
  of: string
  id: string
  savedAt: string
  row: Promise<Omit<DraftRow, 'rev'>>
  done: Promise<string>
}

let lastSave: Promise<unknown> = Promise.resolve()
let waiting: Save | null = null

/**
 * Saves a draft and gives the time of it, once the database has it on disk.
 *
 * Saves are written in the order they were asked for; of those that wait for one under way only the
 * newest is written.  Raises DraftMoved when another window has changed the draft or handed it in.
 */
export function saveDraft(draft: Draft, at = new Date()): Promise<string> {
  const of = owner()
  const savedAt = at.toISOString()
  // The words as they are now; what is typed while sealing belongs to the next save.
  const row = rowOf({ ...draft, savedAt }, of)
  row.catch(() => undefined)
  if (waiting?.id === draft.id && waiting.of === of) {
    Object.assign(waiting, { savedAt, row })
    return waiting.done
  }
  const mine: Save = { of, id: draft.id, savedAt, row, done: Promise.resolve(savedAt) }
  mine.done = lastSave.then(() => {
    if (waiting === mine) waiting = null
    return put(mine)
  })
  waiting = mine
  lastSave = mine.done.catch(() => undefined)
  return mine.done
}

/** Waits until every save asked for so far is written or has failed. */
export async function savesSettled(): Promise<void> {
  await lastSave
}

export async function discardDraft(id: string): Promise<void> {
  await savesSettled()
  await db().drafts.delete(id)
}

/** The save that is stored, inside a transaction over drafts and outbox. Raises DraftMoved unless this page knows of it. */
export async function ownSave(store: AccountDb, id: string): Promise<number> {
  const [stored, handedIn] = await Promise.all([store.drafts.get(id), store.outbox.get(id)])
  const seen = store.seen.get(id)
  if (handedIn || (stored ? (stored.rev ?? 0) !== (seen ?? 0) : seen !== undefined)) throw new DraftMoved()
  return stored?.rev ?? 0
}

async function put({ of, id, savedAt, row }: Save): Promise<string> {
  const sealedRow = await row
  const store = db(of)
  const rev = await written(() =>
    store.transaction('rw', [store.drafts, store.outbox], async () => {
      const next = (await ownSave(store, id)) + 1
      await store.drafts.put({ ...sealedRow, rev: next })
      return next
    }),
  )
  store.seen.set(id, rev)
  return savedAt
}

async function rowOf(draft: Draft, of: string): Promise<Omit<DraftRow, 'rev'>> {
  return { id: draft.id, entityId: draft.entityId, savedAt: draft.savedAt, ...(await sealed(draft, of)) }
}

function toFillIn(row: DraftRow | undefined): PromiseLike<Draft> | null {
  if (!row) return null
  db().seen.set(row.id, row.rev ?? 0)
  return opened<Draft>(row)
}
