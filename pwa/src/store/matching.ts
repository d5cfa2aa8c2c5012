/** 包保匹配: asked of the server each time, for it holds the rules and the draft. */

import { api } from '@/api/client'
import type { Board, CadreChange, CadrePage, LineShown, Mode, ProposalShown, RulesShown, Tab, Which } from '@/domain/wire-matching'
import { asQuery } from './remote'

const WHERE = '/api/v1/matching'
const SOLVING_MS = 120_000

export interface BoardAsk {
  tab: Tab
  region: string
  q: string
  draft: string
  offset: number
  limit: number
}

export const boardOf = (ask: BoardAsk) => api<Board>(`${WHERE}/board?${asQuery({ ...ask })}`)
export function cadresOf(ask: { region: string; level: string; q: string; draft: string }, firms: readonly string[]): Promise<CadrePage> {
  const chosen = new URLSearchParams(firms.map((id) => ['entity', id])).toString()
  return api<CadrePage>(`${WHERE}/cadres?${asQuery(ask)}&${chosen}`)
}
export const rulesInForce = () => api<RulesShown>(`${WHERE}/rules`)
export const proposals = () => api<ProposalShown[]>(`${WHERE}/proposals`)
export const proposalOf = (id: string) => api<ProposalShown>(`${WHERE}/proposals/${id}`)
export const linesOf = (id: string, ask: { which: Which; q: string; offset: number; limit: number }) =>
  api<{ items: LineShown[]; total: number }>(`${WHERE}/proposals/${id}/lines?${asQuery(ask)}`)
export const changesOf = (id: string) => api<CadreChange[]>(`${WHERE}/proposals/${id}/cadres`)
export const propose = (mode: Mode, region: string) =>
  api<ProposalShown>(`${WHERE}/proposals`, { method: 'POST', json: { mode, region: region || null }, timeoutMs: SOLVING_MS })
export const moveFirms = (id: string, firms: readonly string[], cadre: string, note: string) =>
  act(id, 'moves', { entity_ids: firms, cadre_id: cadre, note })
export const leaveFirms = (id: string, firms: readonly string[]) => act(id, 'leave', { entity_ids: firms })
export const dropDraft = (id: string) => act(id, 'drop')
export const applyDraft = (id: string) => act(id, 'apply')
export const undoBatch = (id: string) => act(id, 'undo')

function act(id: string, what: string, json?: unknown): Promise<ProposalShown> {
  return api<ProposalShown>(`${WHERE}/proposals/${id}/${what}`, { method: 'POST', json, timeoutMs: SOLVING_MS })
}
