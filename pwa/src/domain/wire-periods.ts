/** 频次规则 and frozen quarters as the server answers. */

import type { Day, Instant } from './wire-words'
import type { Grade } from './wire-changes'

export type Cycle = 'quarter' | 'half' | 'year'
export type BusinessType = 'production' | 'circulation' | 'catering' | 'special'

export interface NewRule {
  id: string
  region_code: string
  grade: Grade | null
  business_type: BusinessType | null
  /** A the lowest risk: the opposite scale to `grade`. */
  risk_level: Grade | null
  times: number
  period: Cycle
  valid_from: Day
}

export interface Rule extends NewRule {
  region: string
  valid_to: Day | null
  own: boolean
}

export interface Effect {
  first: Day
  last: Day
  grades: { grade: string; entities: number; now: number; then: number }[]
  now: number
  then: number
  /** The cycle has begun: what is owed already stays owed. */
  running: boolean
}

export interface Frozen {
  period: string
  frozen_at: Instant
}

export interface QuarterPart {
  code: string
  name: string
  entities: number
  vacant: number
  owed: number
  done: number
  /** 补录: not part of `done`. */
  late: number
  opens: boolean
}

export interface Quarter {
  period: string
  frozen_at: Instant
  whole: QuarterPart
  parts: QuarterPart[]
}
