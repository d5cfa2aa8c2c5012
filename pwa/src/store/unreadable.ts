import { accountKey, db, owner, type DraftRow, type IntentRow } from './db'
import { unseal } from './vault'

/** A record whose bytes were damaged on this phone: it can be shown to nobody, but must not vanish unsaid. */
export interface Unreadable {
  id: string
  at: string
  room: 'drafts' | 'outbox'
}

/** Drafts and records on their way that cannot be opened. */
export async function unreadable(of = owner()): Promise<Unreadable[]> {
  const store = db(of)
  const [drafts, outbox] = await Promise.all([store.drafts.toArray(), store.outbox.toArray()])
  const key = await accountKey(of)
  const broken = async (row: DraftRow | IntentRow): Promise<boolean> => unseal(key, row).then(() => false, () => true)
  const all = [
    ...drafts.map((row) => ({ row, found: { id: row.id, at: row.savedAt, room: 'drafts' as const } })),
    ...outbox.map((row) => ({ row, found: { id: row.id, at: row.madeAt, room: 'outbox' as const } })),
  ]
  const judged = await Promise.all(all.map(async ({ row, found }) => ((await broken(row)) ? [found] : [])))
  return judged.flat()
}

/** Lets go of one; the screen has asked before. */
export async function discardUnreadable({ id, room }: Unreadable): Promise<void> {
  await db()[room].delete(id)
}
