/** How much room this phone gives us, and what could be freed. */

import { db, owner } from './db'
import { low } from './low-room'
import { owedIntents } from './outbox'

const LOW = 50 * 1024 * 1024
const look_ms = 60_000

/** Bytes used and offered, and whether the browser promised to keep what is there. */
export async function storage(): Promise<{ usage: number; quota: number; persisted: boolean }> {
  const told = await navigator.storage?.estimate?.()
  const persisted = (await navigator.storage?.persisted?.()) ?? false
  const [usage, quota] = [told?.usage ?? 0, told?.quota ?? 0]
  low.value = quota > 0 && quota - usage < LOW
  return { usage, quota, persisted }
}

/** Looks after the room from now on, every minute and whenever the person comes back. */
export function watchRoom(): void {
  const look = (): void => void (document.visibilityState === 'visible' && storage().catch(() => undefined))
  look()
  setInterval(look, look_ms)
  document.addEventListener('visibilitychange', look)
}

/** Asks the browser not to throw our data away by itself. */
export async function askToPersist(): Promise<boolean> {
  if (await navigator.storage?.persisted?.()) return true
  return (await navigator.storage?.persist?.()) ?? false
}

/** The bytes of photos that are with the server and that no record on its way still names. */
export async function freeable(of = owner()): Promise<number> {
  const needed = new Set((await owedIntents(of)).flatMap((intent) => intent.photos))
  const sent = await db(of).photos.where('at').equals('sent').toArray()
  return sent.filter(({ sha }) => !needed.has(sha)).reduce((sum, { size }) => sum + size, 0)
}
