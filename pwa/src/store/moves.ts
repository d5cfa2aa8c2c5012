import type { MoveName } from '@/domain/wire'
import { db, opened, sealed, written } from './db'

/** A move of the ledger while it is being written; kept on every change, like a visit. */
export interface MoveDraft {
  values: Record<string, string | boolean | string[]>
  /** The reason picked from the list, if there is one. */
  reason: string | null
}

export async function moveDraft(issueId: string, move: MoveName): Promise<MoveDraft | null> {
  await lastSave
  const row = await db().moves.get(placeOf(issueId, move))
  return row ? opened<MoveDraft>(row) : null
}

/** Saves in the order asked for; a move with nothing in it is not kept. */
export function saveMoveDraft(issueId: string, move: MoveName, draft: MoveDraft): Promise<void> {
  const id = placeOf(issueId, move)
  const box = sealed(draft)
  return inOrder(async () => {
    const row = { id, ...(await box) }
    if (isEmpty(draft)) await db().moves.delete(id)
    else await written(() => db().moves.put(row))
  })
}

export function dropMoveDraft(issueId: string, move: MoveName): Promise<void> {
  return inOrder(async () => db().moves.delete(placeOf(issueId, move)))
}

let lastSave: Promise<unknown> = Promise.resolve()

function inOrder(work: () => Promise<void>): Promise<void> {
  const done = lastSave.then(work)
  lastSave = done.catch(() => undefined)
  return done
}

function isEmpty({ values, reason }: MoveDraft): boolean {
  return !reason && Object.values(values).every((value) => (typeof value === 'boolean' ? !value : !value.length))
}

function placeOf(issueId: string, move: MoveName): string {
  return `${issueId}/${move}`
}
