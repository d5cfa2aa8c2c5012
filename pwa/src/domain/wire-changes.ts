/** 包保变动 as the server answers: states, vacancies, people, transfers and grades. */

import type { Day, Instant } from './wire-words'

export type EntityState = 'open' | 'suspended' | 'dormant' | 'deregistered' | 'revoked' | 'moved' | 'not_found' | 'duplicate'
export type Grade = 'A' | 'B' | 'C' | 'D'

/** A term in working days. */
export interface Clock {
  by: Day
  days: number
  within: number
  late: boolean
  running: boolean
}

export interface EntityOfChange {
  id: string
  name: string
  address: string
  grade: string
  place: string
}

export type ProposalMay = 'tell' | 'confirm' | 'refuse'

export interface Proposal {
  id: string
  entity: EntityOfChange
  from_state: EntityState
  to_state: EntityState
  origin: string
  inspection_id: string | null
  found_on: Day
  reason: string
  proof: string
  photos: string[]
  /** 重复: the one that stays. */
  kept: EntityOfChange | null
  proposed_by: string
  proposed_at: Instant
  told_at: Instant | null
  told_by: string
  told_note: string
  decision: string | null
  decided_by: string
  decided_at: Instant | null
  decision_note: string
  tell_clock: Clock
  adjust_clock: Clock | null
  needs_proof: boolean
  open_issues: number
  may: ProposalMay[]
}

export interface NewProposal {
  id: string
  entity_id: string
  to: EntityState
  found_on: Day
  reason: string
  proof: string
  photos: string[]
  duplicate_of?: string | null
}

export interface Vacancy {
  entity: EntityOfChange
  since: Day
  clock: Clock
  before: string
  why: 'left' | 'disabled' | 'never'
}

export interface VacancyPage {
  items: Vacancy[]
  next: string | null
  total: number
  late: number
}

export interface CadreShort {
  id: string
  name: string
  post: string
  level: string
  place: string
}

export interface CadreChoice extends CadreShort {
  entities: number
}

export interface Departure {
  id: string
  cadre: CadreShort
  on: Day
  reason: string
  successor: CadreShort | null
  made_by: string
  made_at: Instant
  done_at: Instant | null
  cancelled_at: Instant | null
  entities: number
}

export interface StandIn {
  id: string
  absent: CadreShort
  cadre: CadreShort
  first: Day
  last: Day
  reason: string
  made_by: string
  made_at: Instant
  ended_at: Instant | null
  ended_by: string
  standing: string
}

export interface Transfer {
  id: string
  entity_id: string
  entity_name: string
  from_place: string
  to_place: string
  /** Where the premises move to; empty: they stay where they are. */
  to_address: string
  reason: string
  proposed_by: string
  proposed_at: Instant
  decision: string | null
  decided_by: string
  decided_at: Instant | null
  decision_note: string
  issues: number
  may: ('accept' | 'refuse' | 'withdraw')[]
}

export interface Misfit {
  entity: EntityOfChange
  cadre: string
  level_now: string
  level_needed: string
}

export interface GradeShown {
  entity: EntityOfChange
  grade: Grade
  proposed: Grade
  why: string
  level: string
  responsible_level: string | null
  fits: boolean
  changes: { from_grade: Grade; to_grade: Grade; proposed: Grade; reason: string; approver: string; by: string; at: Instant }[]
}

export interface EntityHistory {
  entity_id: string
  name: string
  place: string
  /** Where it lies: another than where it is managed. */
  geo_place: string
  vacant_since: Day | null
  tenures: { cadre_id: string; name: string; post: string; level: string; valid_from: Day; valid_to: Day | null }[]
  states: { from_state: EntityState; to_state: EntityState; on: Day; at: Instant; reason: string; proof: string; by: string }[]
}
