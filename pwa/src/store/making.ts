/** Making checklists: workbooks out and in, drafts; always asked of the server. */

import { api, Problem, send, Unreachable } from '@/api/client'
import type { ChecklistBody } from '@/domain/checklist'
import type { DraftRow, DraftShown, FlagShown } from '@/domain/wire-draft'
import { asQuery } from './remote'

const WHERE = '/api/v1/checklists'
const FILE_MS = 60_000
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const FAULTY = '/problems/sheet-faulty'

/** A workbook as it was picked, and what it is for. */
export interface Sheet {
  file: File
  form: string
  valid_from: string
}

/** The marks of premises that conditions ask about. */
export const remoteFlags = () => api<FlagShown[]>(`${WHERE}/flags`)
export const remoteDrafts = () => api<DraftRow[]>(`${WHERE}/drafts`)
export const remoteDraft = (id: string) => api<DraftShown>(`${WHERE}/drafts/${id}`)
export const draftBody = (id: string) => api<ChecklistBody>(`${WHERE}/drafts/${id}/body`)
export const publishDraft = (id: string, reworded: readonly string[], confirmed: readonly string[]) =>
  api<DraftShown>(`${WHERE}/drafts/${id}/publish`, { method: 'POST', json: { reworded, confirmed } })
export const withdrawDraft = (id: string) => api<DraftShown>(`${WHERE}/drafts/${id}/withdraw`, { method: 'POST' })

export async function handInSheet({ file, form, valid_from }: Sheet): Promise<DraftShown> {
  return api<DraftShown>(`${WHERE}/drafts?${asQuery({ form, valid_from, name: file.name.slice(0, 120) })}`, await asBody(file))
}

/** The same workbook with its faulty cells coloured. */
export async function markedSheet({ file, form, valid_from }: Sheet): Promise<File> {
  const answer = await send(`${WHERE}/drafts/marked.xlsx?${asQuery({ form, valid_from })}`, await asBody(file))
  return workbookOf(answer, file.name.replace(/\.xlsx$/i, '-要改.xlsx'))
}

export const blankSheet = () => workbook('blank.xlsx', '空白检查表.xlsx')
export const versionSheet = (row: { id: string; version: number; name: string }) =>
  workbook(`${row.id}/versions/${row.version}.xlsx`, `${row.name} 第${row.version}版.xlsx`)

/** What is wrong in the workbook, cell by cell; null for any other failure. */
export function cellFaults(error: unknown): string[] | null {
  if (!(error instanceof Problem) || error.type !== FAULTY) return null
  return error.errors.length ? error.errors.map((one) => one.detail) : [error.detail]
}

async function asBody(file: File) {
  return { method: 'POST', bytes: new Uint8Array(await file.arrayBuffer()), headers: { 'Content-Type': XLSX, Accept: '*/*' }, timeoutMs: FILE_MS } as const
}

async function workbook(path: string, name: string): Promise<File> {
  return workbookOf(await send(`${WHERE}/${path}`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } }), name)
}

async function workbookOf(answer: Response, name: string): Promise<File> {
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes('spreadsheetml')) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], name, { type: XLSX })
}
