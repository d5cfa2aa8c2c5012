/** A visit's record on paper: files to keep, and the page to print. */

import { api, send, Unreachable } from '@/api/client'

const FILE_MS = 60_000
const TYPES = { pdf: 'application/pdf', docx: 'wordprocessingml' }

export type PaperKind = keyof typeof TYPES

/** 督导检查表 as a file; the words of the day it was received. */
export async function paperFile(id: string, number: string, kind: PaperKind): Promise<File> {
  const answer = await send(`/api/v1/inspections/${id}/report.${kind}`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes(TYPES[kind])) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `督导检查表 ${number}.${kind}`, { type })
}

/** Where a browser finds the page to print, for ten minutes. */
export async function printAddress(id: string): Promise<string> {
  return (await api<{ url: string }>(`/api/v1/inspections/${id}/print`, { method: 'POST' })).url
}
