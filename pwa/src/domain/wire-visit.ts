/** The shapes of a visit on the wire: as a phone hands it in, and as it is shown afterwards. */

import type { Answer, Recheck } from './checklist-answers'
import type { ProfileBody } from './wire-entity'
import type { Day, Instant, IssueState, Severity, Sha256 } from './wire-words'

export type Mode = 'onsite' | 'group' | 'briefing' | 'video'
export type Outcome = 'done' | 'closed_door' | 'suspended' | 'refused' | 'not_found' | 'not_food'
export type ParticipantRole = 'cadre' | 'assistant' | 'regulator' | 'enterprise' | 'other'

export interface Participant {
  role: ParticipantRole
  name: string
  post?: string
}

export interface Signatures {
  cadre?: Sha256
  enterprise?: Sha256
  enterprise_refused: boolean
  refusal_reason?: string
}

export interface ChecklistRef {
  id: string
  version: number
}

export interface InspectionBody {
  entity_id: string
  checklist: ChecklistRef
  modules?: ChecklistRef[]
  mode: Mode
  outcome: Outcome
  started_at: Instant
  finished_at: Instant
  /** The phone's clock at the moment of sending; the only field a repeat may change. */
  device_now: Instant
  /** The phone's clock minus the server's, at their last exchange before the visit's end. */
  device_skew_s?: number
  answers: Answer[]
  rechecks: Recheck[]
  participants: Participant[]
  signatures: Signatures
  statement: string
  photos?: Sha256[]
  profile?: ProfileBody
  drafted_by?: string
  corrects?: string
  /** Why; goes with `corrects`. */
  correction_reason?: string
}

export interface Receipt {
  id: string
  receipt_no: string
  received_at: Instant
  missing_media: Sha256[]
  issues: {
    id: string
    number: string
    item: string | null
    severity: Severity
    deadline: Day
    deadline_at: Instant | null
  }[]
}

export interface InspectionRow {
  id: string
  receipt_no: string
  entity: { id: string; name: string }
  period: string
  late: boolean
  mode: Mode
  outcome: Outcome
  finished_at: Instant
  received_at: Instant
  conclusion: string
  issue_count: number
  cadre: { name: string; post: string }
  place: string
  business_type: string | null
}

export interface RecordNamed {
  id: string
  receipt_no: string
}

/** What an issue is called; empty where it is not for this reader. */
export interface IssueNames {
  number: string
  item_text: string
  description: string
}

export interface InspectionShown extends InspectionRow {
  started_at: Instant
  /** By the phone's own clock; the other instants are the server's. */
  device_finished_at: Instant | null
  assignment_level: string
  photos: Sha256[]
  /** What a reviewer should look at: excess_na, profile_differs, … */
  remarks: string[]
  answers: Answer[]
  rechecks: (Recheck & IssueNames)[]
  participants: Participant[]
  signatures: Signatures
  statement: string
  profile: ProfileBody
  /** Who filled it in before it was signed. */
  drafter: { name: string; post: string } | null
  /** Items that the signer answered otherwise. */
  signer_changed: string[]
  correction_reason: string
  correction_of: RecordNamed | null
  /** The record that took this one's place. */
  corrected_by: RecordNamed | null
  may_correct: boolean
  issues: (IssueNames & { id: string; item: string | null; severity: Severity; state: IssueState })[]
  media: { sha256: Sha256; role: string; arrived: boolean }[]
  checklist: { id: string; version: number; name: string }
  modules: { id: string; version: number; name: string }[]
}

export interface Picture {
  sha256: Sha256
  arrived: boolean
}
