/** 文书: asked of the server each time, for a number is given there and nowhere else. */

import { api, Problem, send, Unreachable } from '@/api/client'
import type { Page } from '@/domain/wire'
import type { CadreRow, DocumentCounts, DocumentOrder, DocumentRow, DocumentShown, DocumentWanted, KindOffered, SignOrder } from '@/domain/wire-document'
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
export const kindsFor = (issues: readonly string[]) => api<KindOffered[]>(`${WHERE}/kinds?${new URLSearchParams(issues.map((id) => ['issue', id])).toString()}`)
export const issueDocument = (order: DocumentOrder) => write(WHERE, order)
export const signDocument = (id: string, order: SignOrder) => write(`${WHERE}/${id}/signature`, order)
export const answerDocument = (id: string, order: { text: string; on: string }) => write(`${WHERE}/${id}/feedback`, order)
export const revokeDocument = (id: string, note: string) => write(`${WHERE}/${id}/revoke`, { note })

/** A Word file, by where it is and under the name people know it by. */
export interface Word {
  path: string
  name: string
}

export const wordOf = (row: { id: string; name: string; number: string }): Word => ({ path: `${row.id}.docx`, name: `${row.name} ${row.number}` })
/** 反馈单 of one issue. */
export const noteOf = (issue: { id: string; number: string }): Word => ({ path: `feedback/${issue.id}.docx`, name: `反馈单 ${issue.number}` })
/** Whose quarterly page this office may have. */
export const cadresHere = (q: string) => api<CadreRow[]>(`${WHERE}/quarterly?${asQuery({ q })}`)
/** A cadre's quarter on a page. */
export const quarterOf = (cadre: { id: string; name: string }, quarter: string): Word => ({
  path: `quarterly/${cadre.id}.docx?${asQuery({ quarter })}`,
  name: `季度情况 ${cadre.name} ${quarter}`,
})

export async function wordFile(word: Word): Promise<File> {
  const answer = await send(`${WHERE}/${word.path}`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes('wordprocessingml')) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `${word.name}.docx`, { type })
}

/** What the server names field by field. */
export function faultsIn(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries(error.errors.map((one) => [one.pointer.replace(/^\/(fields\/)?/, ''), one.detail]))
}

function write(path: string, json: unknown): Promise<DocumentShown> {
  return api<DocumentShown>(path, { method: 'POST', json })
}
