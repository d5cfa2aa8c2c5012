import { session, type Session } from './session'
import { keptSessions } from './vault'

/** Somebody else whose data lie on this phone. */
export interface Other {
  id: string
  name: string
  /** Records that exist on this phone only. */
  unsent: number
}

/** Everybody but the person signed in whose data lie on this phone; they see theirs again when they sign in. */
export async function othersHere(): Promise<Other[]> {
  const kept = await keptSessions<Session>()
  const others = kept.filter(({ me }) => me.id !== session.value?.me.id)
  // On a first sign-in nobody is here, and the database's library is large.
  if (!others.length) return []
  const { unsentOfAnother } = await import('./db')
  return Promise.all(others.map(async ({ me }) => ({ id: me.id, name: me.name, unsent: await unsentOfAnother(me.id) })))
}
