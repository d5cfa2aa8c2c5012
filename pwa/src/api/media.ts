import type { Sha256 } from '@/domain/wire'
import { Problem, send, Unreachable } from './client'

/** In whose name bytes travel: the account's, a link's, a device token's, or an office's that reads a kept record. */
export type Authority = 'account' | { rectify: string } | { device: string } | { kept: string }

/** One PATCH: what a village network carries before it breaks. */
const piece_bytes = 128 * 1024
const tus = { 'Tus-Resumable': '1.0.0' }

function root(authority: Authority): string {
  if (authority === 'account') return '/api/v1/media'
  if ('rectify' in authority) return `/api/v1/rectify/${authority.rectify}/media`
  return 'kept' in authority ? `/api/v1/quarantine/${authority.kept}/media` : '/api/v1/quarantine/media'
}

/** What a call in this name carries: the account's token goes by itself. */
function named(authority: Authority): { open: boolean; headers: Record<string, string> } {
  if (authority === 'account' || 'kept' in authority) return { open: false, headers: {} }
  return { open: true, headers: 'device' in authority ? { Authorization: `Device ${authority.device}` } : {} }
}

/** The bytes of a photo this person may see. */
export async function photoBytes(sha: Sha256, authority: Authority): Promise<Blob> {
  const answer = await send(`${root(authority)}/sha256/${sha}`, { open: named(authority).open, headers: { Accept: 'image/*' } })
  const blob = await answer.blob()
  if (!blob.type.startsWith('image/')) throw new Unreachable()
  return blob
}

/**
 * Sends a photo by tus, going on where the last attempt was cut off.
 *
 * Resolves only when the server says it has every byte and the hash is right.
 */
export async function upload(
  sha: Sha256,
  bytes: Blob,
  authority: Authority,
  onProgress: (sent: number, total: number) => void = () => undefined,
): Promise<void> {
  const { open, headers } = named(authority)
  const begun = await send(root(authority), {
    method: 'POST',
    open,
    headers: {
      ...headers,
      ...tus,
      'Upload-Length': String(bytes.size),
      'Upload-Metadata': `sha256 ${btoa(sha)},filetype ${btoa(bytes.type || 'image/jpeg')}`,
    },
  })
  const place = samePlace(begun.headers.get('Location'))
  let offset = offsetIn(begun)
  let stumbles = 0
  while (offset < bytes.size) {
    onProgress(offset, bytes.size)
    try {
      offset = await sendPiece(place, bytes, offset, open, headers)
      stumbles = 0
    } catch (error) {
      // 409: the server stands elsewhere, because an answer was lost. It says where.
      if (!(error instanceof Problem && error.status === 409) || (stumbles += 1) > 3) throw error
      offset = offsetIn(await send(place, { method: 'HEAD', open, headers: { ...headers, ...tus } }))
    }
  }
  onProgress(bytes.size, bytes.size)
}

async function sendPiece(place: string, bytes: Blob, offset: number, open: boolean, headers: Record<string, string>): Promise<number> {
  const piece = new Uint8Array(await bytes.slice(offset, offset + piece_bytes).arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', piece))
  const answer = await send(place, {
    method: 'PATCH',
    open,
    bytes: piece,
    timeoutMs: 60_000,
    headers: {
      ...headers,
      ...tus,
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(offset),
      'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...digest))}`,
    },
  })
  return offsetIn(answer)
}

/** A captive portal's page has no tus headers: that is no answer of ours. */
function offsetIn(answer: Response): number {
  const told = answer.headers.get('Upload-Offset')
  if (!answer.headers.has('Tus-Resumable') || told === null) throw new Unreachable()
  return Number(told)
}

function samePlace(location: string | null): string {
  if (!location) throw new Unreachable()
  const { pathname, search } = new URL(location, window.location.origin)
  return pathname + search
}
