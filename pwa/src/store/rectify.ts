import { api } from '@/api/client'
import { upload } from '@/api/media'
import { uuid7 } from '@/domain/ids'
import type { ExtensionOrder, RectifyOrder, RectifyShown, Sha256 } from '@/domain/wire'
import { db, opened, sealed, written } from './db'
import { localBytes, markSent } from './photos'

/** An enterprise's answer while it is being written; kept on the phone that opened the link. */
export interface RectifyDraft {
  id: string
  text: string
  date: string
  name: string
  photos: Sha256[]
}

/** The one issue a link opens. Throws the server's `Problem` when the link has expired. */
export function rectifyPage(token: string): Promise<RectifyShown> {
  return api(`/api/v1/rectify/${encodeURIComponent(token)}`, { open: true, timeoutMs: 15_000 })
}

/** Shows the code told by telephone; from then on this browser is let in for a week. */
export function showCode(token: string, code: string): Promise<void> {
  return api(`/api/v1/rectify/${encodeURIComponent(token)}/code`, { method: 'POST', json: { code }, open: true })
}

export async function rectifyDraft(token: string): Promise<RectifyDraft> {
  const row = await db().facts.get(await placeOf(token))
  return row ? opened<RectifyDraft>(row) : { id: uuid7(), text: '', date: '', name: '', photos: [] }
}

export async function saveRectifyDraft(token: string, draft: RectifyDraft): Promise<void> {
  const row = { id: await placeOf(token), ...(await sealed(draft)) }
  await written(() => db().facts.put(row))
}

/** Sends the photos, then the answer; cut off anywhere, the same call goes on from there. */
export async function submitRectification(
  token: string,
  draft: RectifyDraft,
  seenVersion: number,
  onProgress: (sent: number, total: number) => void = () => undefined,
): Promise<RectifyShown> {
  for (const [n, sha] of draft.photos.entries()) {
    onProgress(n, draft.photos.length)
    const bytes = await localBytes(sha)
    if (!bytes) throw new Error('有一张照片不在这部手机上了，请删掉重拍')
    await upload(sha, bytes, { rectify: token })
    await markSent(sha)
  }
  onProgress(draft.photos.length, draft.photos.length)
  const order: RectifyOrder = { ...draft, seen_version: seenVersion, device_at: new Date().toISOString() }
  const shown = await api<RectifyShown>(`/api/v1/rectify/${encodeURIComponent(token)}`, {
    method: 'POST',
    json: order,
    open: true,
  })
  await db().facts.delete(await placeOf(token))
  return shown
}

/** Asks for more time, once, before the deadline. */
export function requestExtension(token: string, order: ExtensionOrder): Promise<RectifyShown> {
  return api(`/api/v1/rectify/${encodeURIComponent(token)}/extension`, { method: 'POST', json: order, open: true })
}

/** The token is a key to the issue: it does not stand in clear on the phone. */
async function placeOf(token: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return `rectify:${btoa(String.fromCharCode(...new Uint8Array(hash)))}`
}
