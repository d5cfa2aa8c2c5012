/** 包保匹配 as the server shows it. */

import type { Instant } from './wire-words'

export type Tab = 'open' | 'matched' | 'adjust'
export type Mode = 'vacant' | 'all' | 'hand'
export type Which = 'all' | 'changed' | 'kept' | 'unmatched' | 'by_hand' | 'stale'
export type Verdict = 'fits' | 'with_reason' | 'refused'

export interface Person {
  id: string
  name: string
  post: string
}

export interface BoardRow {
  id: string
  name: string
  kind: string
  business_type: string
  grade: string
  place: string
  cadre: Person | null
  /** What is wrong with the relation; empty where nothing is. */
  fault: string
  draft: { cadre_id: string; name: string } | null
}

export interface Board {
  items: BoardRow[]
  total: number
  counts: Record<Tab, number>
}

export interface CadreRow {
  cadre: Person
  level: string
  place: string
  load: number
  draft_load: number
  limit: number
  hard: boolean
  areas: string[]
  lines: string[]
  check: { verdict: Verdict; code: string; word: string; text: string } | null
}

export interface CadrePage {
  items: CadreRow[]
  total: number
}

export interface ScoreShown {
  unmatched: number
  total: number
  parts: Record<string, number>
}

export interface Weights {
  keep: number
  liaison: number
  head: number
  line: number
  area: number
  spread: number
  balance: number
  over: number
  heads: string[]
}

export interface ProposalShown {
  id: string
  region_code: string
  place: string
  mode: Mode
  state: 'draft' | 'applied' | 'undone' | 'dropped'
  made_by_name: string
  made_at: Instant
  ended_by_name: string
  ended_at: Instant | null
  undone_by_name: string
  undone_at: Instant | null
  counts: { all: number; changed: number; kept: number; unmatched: number; by_hand: number; applied: number; stale: number; undone: number }
  score: ScoreShown | null
  baseline: ScoreShown | null
  weights: Weights | null
  seconds: number | null
}

export interface LineShown {
  entity_id: string
  name: string
  kind: string
  grade: string
  place: string
  before: Person | null
  after: Person | null
  reasons: { code: string; text: string }[]
  by_hand: boolean
  note: string
  outcome: 'applied' | 'stale' | 'undone' | 'kept' | null
  outcome_note: string
}

export interface CadreChange {
  cadre: Person
  level: string
  coming: number
  leaving: number
  now: number
  after: number | null
  limit: number
  hard: boolean
}

export interface RulesShown {
  weights: Weights
  caps: Record<'city' | 'county' | 'town' | 'village', { limit: number; hard: boolean }>
  lines: Record<string, { also: string[]; kinds: string[]; business: string[] }>
}
