/** 文书: asked of the server each time, for a number is given there and nowhere else. */

import { api, Problem, send, Unreachable } from '@/api/client'
import type { Page } from '@/domain/wire'
import type { DocumentCounts, DocumentOrder, DocumentRow, DocumentShown, DocumentWanted, KindOffered, SignOrder } from '@/domain/wire-document'
import { asQuery } from './remote'

const WHERE = '/api/v1/documents'
const FILE_MS = 60_000

export interface DocumentFilter {
  state?: DocumentWanted | ''
  issue?: string
  q?: string
}

export const documents = (filter: DocumentFilter, cursor: string | null = null) =>
  api<Page<DocumentRow>>(`${WHERE}?${asQuery({ ...filter, cursor, limit: 30 })}`)
export const documentCounts = () => api<DocumentCounts>(`${WHERE}/counts`)
export const documentOf = (id: string) => api<DocumentShown>(`${WHERE}/${id}`)
export const kindsFor = (issue: string) => api<KindOffered[]>(`${WHERE}/kinds?${asQuery({ issue })}`)
export const issueDocument = (order: DocumentOrder) => write(WHERE, order)
export const signDocument = (id: string, order: SignOrder) => write(`${WHERE}/${id}/signature`, order)
export const answerDocument = (id: string, order: { text: string; on: string }) => write(`${WHERE}/${id}/feedback`, order)
export const revokeDocument = (id: string, note: string) => write(`${WHERE}/${id}/revoke`, { note })

/** The Word file, under the name people know it by. */
export async function documentFile(row: { id: string; name: string; number: string }): Promise<File> {
  const answer = await send(`${WHERE}/${row.id}.docx`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes('wordprocessingml')) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `${row.name} ${row.number}.docx`, { type })
}

/** What the server names field by field. */
export function faultsIn(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries(error.errors.map((one) => [one.pointer.replace(/^\/(fields\/)?/, ''), one.detail]))
}

function write(path: string, json: unknown): Promise<DocumentShown> {
  return api<DocumentShown>(path, { method: 'POST', json })
}
