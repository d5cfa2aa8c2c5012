/** 代拟 on the wire: a visit that an assistant hands to his leader for the signature. */

import type { PersonShort } from './wire-entity'
import type { Aside, Unchecked } from './visit'
import type { InspectionBody } from './wire-visit'
import type { Instant } from './wire-words'

/** What the assistant filled in, without the leader's signature. */
export type VisitDraftContent = Pick<
  InspectionBody,
  'entity_id' | 'checklist' | 'modules' | 'mode' | 'outcome' | 'started_at' | 'answers' | 'rechecks' | 'participants' | 'signatures' | 'statement' | 'photos' | 'profile'
> & { unchecked?: Record<string, Unchecked>; aside?: Aside[] }

/** `handing` is new whenever it is handed over again. */
export type HandingOver = VisitDraftContent & { handing: string }

export interface GivingBack {
  /** The handing that the leader has seen. */
  handing: string
  reason: string
}

export interface VisitDraftShown {
  id: string
  entity: { id: string; name: string }
  stage: 'waiting' | 'returned'
  handing: string
  handed_at: Instant
  drafter: PersonShort
  leader: PersonShort
  /** Why it was returned. */
  reason: string
  content: VisitDraftContent
}
