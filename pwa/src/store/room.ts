/** What could be freed on this phone. */

import { db, owner } from './db'
import { owedIntents } from './outbox'

/** The bytes of photos that are with the server and that no record on its way still names. */
export async function freeable(of = owner()): Promise<number> {
  const needed = new Set((await owedIntents(of)).flatMap((intent) => intent.photos))
  const sent = await db(of).photos.where('at').equals('sent').toArray()
  return sent.filter(({ sha }) => !needed.has(sha)).reduce((sum, { size }) => sum + size, 0)
}
