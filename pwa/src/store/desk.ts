/** What the desk asks of the server beside lists: views kept under a name, orders for many, files. */

import { api, send, Unreachable } from '@/api/client'
import type { BulkOrder, BulkResult, SavedView, ViewKept } from '@/domain/wire-desk'
import { asQuery, type Filter } from './remote'

const VIEWS = '/api/v1/ledger/views'
const MOST_MS = 15 * 60_000
/** An order for two hundred issues is two hundred moves. */
const BULK_MS = 120_000

export type FileKind = 'xlsx' | 'csv'
const TYPES: Record<FileKind, RegExp> = { xlsx: /spreadsheetml/, csv: /^text\/csv/ }

export async function savedViews(): Promise<SavedView[]> {
  return (await api<{ items: SavedView[] }>(VIEWS)).items
}

export const keepView = (view: ViewKept) => api<SavedView>(VIEWS, { method: 'POST', json: view })
export const dropView = (id: string) => api<void>(`${VIEWS}/${id}`, { method: 'DELETE' })

export async function orderMany(order: BulkOrder): Promise<BulkResult[]> {
  const told = await api<{ results: BulkResult[] }>('/api/v1/issues/bulk', { method: 'POST', json: order, timeoutMs: BULK_MS })
  return told.results
}

export interface Download {
  /** Told as it arrives. */
  onBytes: (bytes: number) => void
  stopped: () => boolean
}

/** The list as a file, read piece by piece; null when it was stopped. */
export async function ledgerFile(kind: FileKind, filter: Filter, download: Download): Promise<Blob | null> {
  const answer = await send(`/api/v1/issues.${kind}?${asQuery(filter)}`, { timeoutMs: MOST_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!TYPES[kind].test(type) || !answer.body) throw new Unreachable('没连上督导通服务器，请稍后再试')
  const reader = answer.body.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (download.stopped()) return null
      pieces.push(piece.value as Uint8Array<ArrayBuffer>)
      bytes += piece.value.length
      download.onBytes(bytes)
    }
  } catch {
    // Half a file looks like a whole one until somebody counts on it.
    throw new Unreachable('文件没传完就断了，请再导出一次')
  } finally {
    if (download.stopped()) void reader.cancel().catch(() => undefined)
  }
  return new Blob(pieces, { type })
}
