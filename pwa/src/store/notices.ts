/** 公示牌: listed, issued and printed with the server, for codes are made there and nowhere else. */

import { api, send, Unreachable } from '@/api/client'
import { toIssue } from '@/domain/notices'
import type { NoticeCounts, NoticeNow, NoticePage, NoticeRow, NoticeState, OpinionPage, OpinionRow, OpinionState, Paper } from '@/domain/wire-notice'
import { asQuery } from './remote'

const WHERE = '/api/v1/notices'
const FILE_MS = 180_000
/** As many as one file holds. */
export const MOST_POSTERS = 200

export interface NoticeAsk {
  state?: NoticeState | ''
  region?: string
  q?: string
  entity?: string
}

export const notices = (ask: NoticeAsk, cursor: string | null = null, limit = 50) =>
  api<NoticePage>(`${WHERE}?${asQuery({ ...ask, cursor, limit })}`, { timeoutMs: 60_000 })
export const noticeCounts = (region = '') => api<NoticeCounts>(`${WHERE}/counts?${asQuery({ region })}`, { timeoutMs: 60_000 })
export const revokeNotice = (token: string, reason: string) => api<void>(`${WHERE}/${token}/revoke`, { method: 'POST', json: { reason } })

/** Makes new versions where they are needed, then gives the posters of all as one file. */
export async function postersOf(rows: readonly NoticeRow[], paper: Paper, named: string): Promise<File> {
  const wanted = toIssue(rows)
  const issued = wanted.length ? await issue(wanted) : []
  const now = new Map(issued.map((one) => [one.entity_id, one.id]))
  const ids = rows.flatMap((row) => now.get(row.entity_id) ?? row.id ?? [])
  const answer = await send(`${WHERE}/print`, { method: 'POST', json: { notices: ids, paper }, timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes('application/pdf')) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `公示牌 ${named} ${paper.toUpperCase()}.pdf`, { type })
}

function issue(rows: readonly NoticeRow[]): Promise<NoticeNow[]> {
  const entities = rows.map((row) => ({ entity_id: row.entity_id, seen_version: row.state === 'none' ? 0 : row.version }))
  return api<NoticeNow[]>(`${WHERE}/issue`, { method: 'POST', json: { entities, reason: '内容变更，换发新版' }, timeoutMs: 60_000 })
}

export const opinions = (state: OpinionState, cursor: string | null = null) =>
  api<OpinionPage>(`/api/v1/opinions?${asQuery({ state, cursor })}`)
export const handleOpinion = (id: string, state: 'read' | 'done', note: string) =>
  api<OpinionRow>(`/api/v1/opinions/${id}/handle`, { method: 'POST', json: { state, note } })
