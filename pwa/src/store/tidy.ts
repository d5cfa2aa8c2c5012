/** Photos nothing quotes: offered to whoever took them, freed when nobody can miss them. */

import { shasIn } from '@/domain/photo-place'
import type { Draft } from '@/domain/visit'
import type { Sha256 } from '@/domain/wire'
import { accountKey, db, written, type KeptRow } from './db'
import { unseal } from './vault'

const day_ms = 86_400_000

export interface Stray {
  sha: Sha256
  place: string
}

/** Photos taken for a draft that it does not name: the page went away before they were written down. */
export async function strayPhotos(draft: Draft): Promise<Stray[]> {
  const start = `${draft.id}/`
  const taken = await db().photos.where('for').startsWith(start).toArray()
  const named = new Set(shasIn(draft))
  return taken
    .filter((photo) => photo.at === 'local' && !named.has(photo.sha))
    .map((photo) => ({ sha: photo.sha, place: (photo.for ?? '').slice(start.length) }))
}

/** They were taken out on purpose. */
export async function forgetPlaces(shas: readonly Sha256[]): Promise<void> {
  await written(() => db().photos.where('sha').anyOf([...shas]).modify({ for: '' }))
}

/**
 * Frees photos of yesterday and before that no record on this phone quotes; gives how many.
 *
 * While a single record cannot be read nothing is freed: it may be the one that needs them.
 */
export async function freeStrays(of: string, at = Date.now()): Promise<number> {
  const store = db(of)
  const before = new Date(at - day_ms).toISOString()
  const old = (await store.photos.where('at').equals('local').toArray()).filter((photo) => photo.madeAt < before)
  if (!old.length) return 0
  const rooms = await Promise.all([store.drafts, store.outbox, store.facts, store.moves, store.kept].map((room) => room.toArray() as Promise<KeptRow[]>))
  const quoted = new Set<string>()
  const key = await accountKey(of)
  for (const row of rooms.flat()) {
    const record = await unseal(key, row).catch(() => undefined)
    if (record === undefined) return 0
    for (const sha of shasIn(record)) quoted.add(sha)
  }
  const drafts = new Set(rooms[0]?.map((row) => row.id))
  const doomed = old.filter(({ sha, for: place }) => !quoted.has(sha) && !drafts.has(place?.split('/')[0] ?? '')).map(({ sha }) => sha)
  await store.transaction('rw', [store.photos, store.chunks], async () => {
    await store.chunks.where('sha').anyOf(doomed).delete()
    await store.photos.bulkDelete(doomed)
  })
  return doomed.length
}
