import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { photoBytes, stampedBytes, type EvidenceOf } from '@/api/media'
import type { Sha256 } from '@/domain/wire'
import { meta } from './catalogue'
import { accountKey, db, owner, written, type ChunkRow } from './db'
import { owedIntents } from './outbox'
import { shrunk } from './picture'
import { noteRoom, storage } from './low-room'
import { sealBytes, unsealBytes } from './vault'

/** Small enough that writing one never stalls the page, large enough that a photo is one or two. */
export const chunk_bytes = 256 * 1024
const kept_ms = 7 * 86_400_000

/** Under whose authority bytes are fetched: the account's, an enterprise's link, or an office's that reads a kept record. */
export type PhotoSource = 'account' | { rectify: string } | { kept: string }

/** Keeps a photo, scaled and without EXIF, for its place in a form; resolves with its sha256 once it is on disk. */
export async function addPhoto(file: Blob, place?: string): Promise<Sha256> {
  const settings = (await meta())?.settings
  const limits = { edge: settings?.photo_max_edge ?? 1600, bytes: Math.min(settings?.photo_max_bytes ?? 350_000, 350_000) }
  return keepBytes(await shrunk(file, limits), 'image/jpeg', 'local', place)
}

/** Keeps a drawn signature as it is. */
export async function addSignature(png: Blob): Promise<Sha256> {
  return keepBytes(new Uint8Array(await png.arrayBuffer()), 'image/png')
}

/** Keeps bytes in sealed chunks under their hash; the same bytes twice are kept once. */
export async function keepBytes(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  at: 'local' | 'sent' = 'local',
  place?: string,
): Promise<Sha256> {
  const sha = hex(await crypto.subtle.digest('SHA-256', bytes))
  await keepUnder(sha, bytes, type, at, place)
  return sha
}

async function keepUnder(
  sha: Sha256,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  at: 'local' | 'sent',
  place?: string,
): Promise<void> {
  const of = owner()
  const key = await accountKey(of)
  const chunks: ChunkRow[] = []
  for (let n = 0; n * chunk_bytes < bytes.length; n += 1) {
    const part = bytes.slice(n * chunk_bytes, (n + 1) * chunk_bytes)
    chunks.push({ sha, n, ...(await sealBytes(key, part)) })
  }
  const store = db(of)
  await written(() =>
    store.transaction('rw', [store.photos, store.chunks], async () => {
      const kept = await store.photos.get(sha)
      const now = { madeAt: new Date().toISOString(), ...(place === undefined ? {} : { for: place }) }
      if (kept && at === 'sent') return
      // Taken here again after it came from elsewhere: the server must have it from us, too, and
      // what came may be the copy that others see, whose bytes do not hash to its name.
      await store.chunks.where('sha').equals(sha).delete()
      await store.chunks.bulkPut(chunks)
      await store.photos.put({ sha, at, size: bytes.length, type, ...now })
    }),
  )
  noteRoom(true)
  storage().catch(() => undefined)
}

/** A photo's bytes from the phone, or null when they are not here. */
export async function localBytes(sha: Sha256, of = owner()): Promise<Blob | null> {
  const [row, chunks] = await Promise.all([db(of).photos.get(sha), db(of).chunks.where('sha').equals(sha).sortBy('n')])
  if (!row) return null
  const key = await accountKey(of)
  const parts = await Promise.all(chunks.map((chunk) => unsealBytes(key, chunk))).catch(() => [])
  // Damaged on this phone is as good as not here: it must not hold up what is whole.
  if (parts.reduce((sum, part) => sum + part.byteLength, 0) !== row.size) return null
  return new Blob(parts, { type: row.type })
}

/** An object URL of a photo, from the phone or else the server; null when neither has it now. */
export async function photoUrl(sha: Sha256, from: PhotoSource = 'account'): Promise<string | null> {
  const blob = (await localBytes(sha)) ?? (await fetched(sha, from))
  return blob ? URL.createObjectURL(blob) : null
}

export type { EvidenceOf } from '@/api/media'

/** An object URL of a photo with its record's words below it, or null without network. Nothing of it is kept here. */
export async function stampedUrl(sha: Sha256, of: EvidenceOf): Promise<string | null> {
  const blob = await stampedBytes(sha, of).catch(() => null)
  return blob ? URL.createObjectURL(blob) : null
}

/** The URL of whichever photo `sha` names, undefined while it is on its way; given back to the browser when it changes or ends. */
export function usePhotoUrl(
  sha: MaybeRefOrGetter<Sha256 | null | undefined>,
  from: PhotoSource = 'account',
): Ref<string | null | undefined> {
  const url = shallowRef<string | null | undefined>(null)
  let turn = 0
  const drop = (): void => {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = null
  }
  watch(
    () => toValue(sha),
    async (wanted) => {
      const mine = (turn += 1)
      drop()
      if (wanted) url.value = undefined
      const found = wanted ? await photoUrl(wanted, from).catch(() => null) : null
      if (mine === turn) url.value = found
      else if (found) URL.revokeObjectURL(found)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    turn += 1
    drop()
  })
  return url
}

/** How many bytes photos weigh on this phone. */
export async function weightOf(shas: readonly Sha256[]): Promise<number> {
  const rows = await db().photos.bulkGet([...shas])
  return rows.reduce((sum, row) => sum + (row?.size ?? 0), 0)
}

export async function photoState(sha: Sha256, of = owner()): Promise<'local' | 'sent' | 'none'> {
  return (await db(of).photos.get(sha))?.at ?? 'none'
}

/** The server has acknowledged the bytes: from now on they may be freed. */
export async function markSent(sha: Sha256, of = owner()): Promise<void> {
  await db(of).photos.update(sha, { at: 'sent' })
}

/**
 * Frees photos the server has acknowledged, all or only the old ones; gives how many.
 *
 * One that a record on its way still names stays: the server may yet ask for it.
 */
export async function freeSentPhotos(olderThanMs = 0, at = Date.now(), of = owner()): Promise<number> {
  const store = db(of)
  const before = new Date(at - olderThanMs).toISOString()
  const needed = new Set((await owedIntents(of)).flatMap((intent) => intent.photos))
  return store.transaction('rw', [store.photos, store.chunks], async () => {
    const sent = await store.photos.where('at').equals('sent').toArray()
    const doomed = sent.filter(({ sha, madeAt }) => madeAt <= before && !needed.has(sha)).map(({ sha }) => sha)
    await store.chunks.where('sha').anyOf(doomed).delete()
    await store.photos.bulkDelete(doomed)
    return doomed.length
  })
}

export function freeOldPhotos(of = owner()): Promise<number> {
  return freeSentPhotos(kept_ms, undefined, of)
}

async function fetched(sha: Sha256, from: PhotoSource): Promise<Blob | null> {
  const blob = await photoBytes(sha, from).catch(() => null)
  if (blob && from === 'account') {
    // Kept for the next look without network; it is the server's already and may be freed. Under the
    // name it was asked for: of what others took the server gives a copy without the camera's notes.
    await keepUnder(sha, new Uint8Array(await blob.arrayBuffer()), blob.type, 'sent').catch(() => undefined)
  }
  return blob
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
