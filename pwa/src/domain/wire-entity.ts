/** The shapes of the enterprises' register on the wire: who is in charge, what is due, and the notices. */

import type { Profile } from './profile'
import type { Day, Instant } from './wire-words'

export interface PersonShort {
  id: string
  name: string
  post: string
}

export interface Due {
  period: string
  due_by: Day
  done_at: Instant | null
  inspection_id: string | null
}

export interface EntityRow {
  id: string
  name: string
  business_type: string
  business_types: string[]
  kind: string
  baobao_grade: 'A' | 'B' | 'C' | 'D'
  risk_level: 'A' | 'B' | 'C' | 'D' | null
  state: string
  region: { code: string; name: string; path_name: string }
  address: string
  responsible: (PersonShort & { level: string }) | null
  due: Due | null
  open_issues: number
}

/** What a checklist is evaluated against. */
export type ProfileBody = Profile

export interface EntityShown extends EntityRow {
  uscc: string | null
  licence_no: string | null
  licence_valid_to: Day | null
  flags: Record<string, unknown>
  contacts: { role: string; name: string; post: string; phone: string | null }[]
  notices: { token: string; short_code: string }[]
  last_visits: {
    id: string
    finished_at: Instant
    receipt_no: string
    issue_count: number
    conclusion: string
  }[]
  can_inspect: boolean
  /** 代理: another answers for it, and this person visits it in his place. */
  standing_in?: boolean
  /** For the signature of the cadre in charge; rows kept on a phone since before this key lack it. */
  can_draft?: boolean
  profile: ProfileBody
  changed_at: Instant
}

export type NoticeShown =
  | {
      status: 'current'
      entity_name: string
      address: string
      kind: string
      baobao_grade: string
      responsible: { name: string; post: string } | null
      contacts: { role: string; name: string }[]
      issuer: string
      issued_on: Day
      version: number
      hotline: string
      office_phone: string
      entity_id: string | null
      can_inspect: boolean
      can_draft: boolean
      refusal: string | null
    }
  /** `entity_id` for whoever may see the entity that it hung at. */
  | { status: 'revoked'; detail: string; entity_id: string | null; can_inspect: boolean; can_draft: boolean }

export interface NoticeIssued {
  id: string
  token: string
  short_code: string
  url: string
  version: number
}
