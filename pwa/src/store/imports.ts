/** Imports of the register: handed in, looked at and mended, taken in, undone; always asked of the server. */

import { api, send, Unreachable } from '@/api/client'
import type { ImportFindings, ImportKind, ImportRow, ImportShown } from '@/domain/wire-import'
import { asQuery, type Filter } from './remote'

const WHERE = '/api/v1/imports'
const LONG_MS = 600_000
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const remoteImports = () => api<ImportRow[]>(WHERE)
export const remoteImport = (id: string) => api<ImportShown>(`${WHERE}/${id}`)
export const remoteFindings = (id: string, filter: Filter) => api<ImportFindings>(`${WHERE}/${id}/findings?${asQuery(filter)}`)

export async function handInRegister(kind: ImportKind, file: File): Promise<ImportShown> {
  return api<ImportShown>(`${WHERE}/${kind}?${asQuery({ name: file.name.slice(-120) })}`, {
    method: 'POST',
    bytes: new Uint8Array(await file.arrayBuffer()),
    headers: { 'Content-Type': 'application/octet-stream' },
    timeoutMs: LONG_MS,
  })
}

const order = (id: string, what: string, json: unknown = {}) =>
  api<ImportShown>(`${WHERE}/${id}/${what}`, { method: 'POST', json, timeoutMs: LONG_MS })

export const mendCell = (id: string, seq: number, field: string, value: string) => order(id, 'cells', { cells: [{ seq, field, value }] })
export const answerWarnings = (id: string, code: string, reason: string) => order(id, 'reasons', { code, reason })
export const nameColumns = (id: string, sheet: number, columns: Record<string, string>) => order(id, 'columns', { sheet, columns })
export const checkAgain = (id: string) => order(id, 'recheck')
export const takeIn = (batch: ImportShown, mode: 'all' | 'good') => order(batch.id, 'apply', { mode, version: batch.version })
export const undoImport = (id: string) => order(id, 'undo')

export const importTemplate = (kind: ImportKind, name: string) => workbook(`${WHERE}/templates/${kind}.xlsx`, `${name}导入模板.xlsx`)
export const markedImport = (batch: ImportRow, onlyHeld: boolean) =>
  workbook(
    `${WHERE}/${batch.id}/marked.xlsx?only_held=${onlyHeld}`,
    `${batch.file.replace(/\.\w+$/, '')}-${onlyHeld ? '要改的行' : '检查结果'}.xlsx`,
  )

async function workbook(path: string, name: string): Promise<File> {
  const answer = await send(path, { timeoutMs: LONG_MS, headers: { Accept: '*/*' } })
  if (!(answer.headers.get('Content-Type') ?? '').includes('spreadsheetml')) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], name, { type: XLSX })
}
