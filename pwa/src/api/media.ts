import type { Sha256 } from '@/domain/wire'
import { Problem, send, Unreachable, type Call } from './client'

/** In whose name bytes travel: the account's, a link's, a device token's, or an office's that reads a kept record. */
export type Authority = 'account' | { rectify: string } | { device: string } | { kept: string }

/** One PATCH: what a village network carries in about a second, so that a cut costs little. */
const pieces = { small: 64 * 1024, large: 128 * 1024 }
const swift_ms = 700
/** Cut off this often without a byte getting through, the line is given up for now. */
const most_stumbles = 3
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
  return picture(await send(`${root(authority)}/sha256/${sha}`, { open: named(authority).open, headers: { Accept: 'image/*' } }))
}

/** The record a photo is evidence of. */
export type EvidenceOf = { issue: string } | { inspection: string }

/** A copy of a photo with its record's words below it, drawn by the server. */
export async function stampedBytes(sha: Sha256, of: EvidenceOf): Promise<Blob> {
  const root = 'issue' in of ? `/api/v1/issues/${of.issue}` : `/api/v1/inspections/${of.inspection}`
  return picture(await send(`${root}/photos/${sha}`, { headers: { Accept: 'image/*' } }))
}

async function picture(answer: Response): Promise<Blob> {
  const blob = await answer.blob()
  if (!blob.type.startsWith('image/')) throw new Unreachable()
  return blob
}

/** Whether the server has a photo for this account; it is asked without the bytes. */
export async function isStored(sha: Sha256, as?: string): Promise<boolean> {
  try {
    const answer = await send(`${root('account')}/sha256/${sha}`, { method: 'HEAD', as, headers: { Accept: 'image/*' } })
    if (!answer.headers.get('Content-Type')?.startsWith('image/')) throw new Unreachable()
    return true
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false
    throw error
  }
}

interface Manner {
  /** In this account's name or not at all. */
  as?: string | undefined
  onProgress?: (sent: number, total: number) => void
  /** How long to let the line recover after a cut. */
  pause?: () => Promise<void>
}

/**
 * Sends a photo by tus, going on where it was cut off, in this call or an earlier one.
 *
 * Resolves only when the server says it has every byte and the hash is right.
 */
export async function upload(sha: Sha256, bytes: Blob, authority: Authority, manner: Manner = {}): Promise<void> {
  const { onProgress = () => undefined, pause = recovered } = manner
  const { open, headers } = named(authority)
  const call = { open, headers: { ...headers, ...tus }, as: manner.as }
  let place: string | null = null
  let offset = 0
  let sure = true
  let stumbles = 0
  let size = pieces.small
  while (!place || !sure || offset < bytes.size) {
    try {
      const before = offset
      if (!place) ({ place, offset } = await begun(sha, bytes, authority, call))
      else if (!sure) offset = offsetIn(await send(place, { ...call, method: 'HEAD' }))
      else {
        const started = Date.now()
        offset = await sendPiece(place, bytes, offset, size, call)
        size = Date.now() - started < swift_ms ? pieces.large : pieces.small
      }
      sure = true
      if (offset > before) stumbles = 0
      if (offset > before) onProgress(offset, bytes.size)
    } catch (error) {
      if ((stumbles += 1) > most_stumbles) throw error
      if (isDropped(error) && place) [place, offset] = [null, 0]
      else if (error instanceof Problem && error.status === 409) sure = false
      else if (error instanceof Unreachable && !error.answered && place && navigator.onLine !== false) {
        sure = false
        await pause()
      } else throw error
    }
  }
}

/** The server has no such upload any more, or dropped what was damaged under way: it is begun anew. */
function isDropped(error: unknown): boolean {
  return error instanceof Problem && [404, 410, 460].includes(error.status)
}

function recovered(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 700))
}

type Name = Pick<Call, 'open' | 'as' | 'headers'>

async function begun(sha: Sha256, bytes: Blob, authority: Authority, call: Name): Promise<{ place: string; offset: number }> {
  const answer = await send(root(authority), {
    ...call,
    method: 'POST',
    headers: {
      ...call.headers,
      'Upload-Length': String(bytes.size),
      'Upload-Metadata': `sha256 ${btoa(sha)},filetype ${btoa(bytes.type || 'image/jpeg')}`,
    },
  })
  return { place: samePlace(answer.headers.get('Location')), offset: offsetIn(answer) }
}

async function sendPiece(place: string, bytes: Blob, offset: number, size: number, call: Name): Promise<number> {
  const piece = new Uint8Array(await bytes.slice(offset, offset + size).arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', piece))
  const answer = await send(place, {
    ...call,
    method: 'PATCH',
    bytes: piece,
    timeoutMs: 60_000,
    headers: {
      ...call.headers,
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
