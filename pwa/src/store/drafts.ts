import { uuid7 } from '@/domain/ids'
import type { Draft } from '@/domain/visit'
import { checklist, entity, latestChecklist } from './catalogue'
import { db, opened, openedAll, sealed, written } from './db'
import { CannotStart } from './errors'
import { session } from './session'

export type { Draft } from '@/domain/visit'

/** The open draft for an enterprise, or a new one with the checklist version in force pinned to it. */
export async function startDraft(entityId: string, at = new Date()): Promise<Draft> {
  const open = await draftOf(entityId)
  if (open) return open
  const who = await entity(entityId)
  if (!who) throw new CannotStart('这家企业不在这部手机的名单里，请联网刷新后再试')
  const pinned = await latestChecklist(who.business_type)
  if (!pinned) throw new CannotStart('这部手机还没有这类企业的督导表，请联网刷新后再试')
  await checklist(pinned.id, pinned.version)
  const me = session.value?.me
  const draft: Draft = {
    id: uuid7(at.getTime()),
    entityId,
    entityName: who.name,
    checklist: pinned,
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

export async function draft(id: string): Promise<Draft | null> {
  const row = await db().drafts.get(id)
  return row ? opened<Draft>(row) : null
}

/** All open drafts, the one touched last first. */
export async function drafts(): Promise<Draft[]> {
  return openedAll<Draft>(await db().drafts.orderBy('savedAt').reverse().toArray())
}

export async function draftOf(entityId: string): Promise<Draft | null> {
  const row = await db().drafts.where('entityId').equals(entityId).first()
  return row ? opened<Draft>(row) : null
}

/**
 * Saves a draft and gives the time of it, once the database has it on disk.
 *
 * Saves are written in the order they were asked for: a slow one never overtakes a newer one.
 */
export function saveDraft(draft: Draft, at = new Date()): Promise<string> {
  const savedAt = at.toISOString()
  // The words as they are now; what is typed while sealing belongs to the next save.
  const box = sealed({ ...draft, savedAt })
  const saved = lastSave.then(async () => {
    const row = { id: draft.id, entityId: draft.entityId, savedAt, ...(await box) }
    await written(() => db().drafts.put(row))
    return savedAt
  })
  lastSave = saved.catch(() => undefined)
  return saved
}

let lastSave: Promise<unknown> = Promise.resolve()

/** Waits until every save asked for so far is written or has failed. */
export async function savesSettled(): Promise<void> {
  await lastSave
}

export async function discardDraft(id: string): Promise<void> {
  await savesSettled()
  await db().drafts.delete(id)
}
