/** Every shape that crosses the wire, as the server and the phone agreed on it. */
import type { Answer, ChildValue, Given, Recheck } from './checklist-answers'
import type { EntityShown } from './wire-entity'
import type { FeedbackRow, IssueShown, UnitToCall } from './wire-ledger'
import type { VisitDraftShown } from './wire-signing'
import type { Receipt } from './wire-visit'
import type { Day, Instant, Role } from './wire-words'

export type { Answer, ChildValue, Given, Recheck }
export type * from './wire-entity'
export type * from './wire-ledger'
export type * from './wire-signing'
export type * from './wire-visit'
export type * from './wire-words'

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number | null
}

export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  errors?: { pointer: string; detail: string }[]
  /** 409 issue-moved-on: the issue as it stands now. */
  issue?: IssueShown
  /** 409 inspection-differs: the receipt of what came first. */
  receipt?: Receipt
  conflict_id?: string
  /** 403 code-needed: whom to ask for the code. */
  unit?: UnitToCall | null
}

export interface Me {
  id: string
  username: string
  name: string
  post: string
  role: Role
  level: string
  region: { code: string; name: string; path_name: string }
  unit: { id: string; name: string; kind: string; phone: string | null } | null
  assists: { id: string; name: string } | null
  permissions: string[]
  must_change_password: boolean
  privacy_seen: boolean
}

export interface Tokens {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  refresh_token: string
  refresh_expires_at: Instant
  /** Opens the quarantine, and only that, even after the account has ended. */
  device_token: string
  me: Me
}

export interface AccountRow {
  id: string
  username: string
  name: string
  post: string
  role: Role
  level: string
  region_name: string
  unit_name: string | null
  disabled: boolean
  locked: boolean
  must_change_password: boolean
}

export interface AuditRow {
  id: string
  at: Instant
  actor_name: string
  action: string
  subject_type: string
  subject_id: string
  detail: Record<string, unknown>
  /** Where the request came from. */
  address: string
}

export interface RegionRow {
  code: string
  name: string
  level: string
  path_name: string
  has_children: boolean
}

export interface UnitRow {
  id: string
  name: string
  kind: string
  phone: string | null
  region_code: string
}

export interface ChecklistRow {
  id: string
  version: number
  name: string
  business_type: string
  valid_from: Day
  valid_to: Day | null
  digest: string
}

export interface ChecklistPin {
  id: string
  version: number
  digest: string
  /** Pins kept on a phone since before these keys lack them. */
  business_type?: string
  /** The division it is for; null for all. */
  region?: string | null
  valid_from: Day
  valid_to: Day | null
}

export interface CalendarYear {
  year: number
  holidays: Day[]
  workdays: Day[]
}

/** What a person is told once a day (digest), or at once (critical). */
export interface MessageRow {
  id: string
  kind: string
  title: string
  lines: { text: string; to: string }[]
  at: Instant
  read_at: Instant | null
}

export interface Phone {
  name: string
  phone: string
}

export interface Contacts {
  office: Phone
  station: Phone
  hotline: string
  accident: Phone[]
}

export interface PhoneSettings {
  offline_days: number
  idle_confirm_hours: number
  photo_max_edge: number
  photo_max_bytes: number
  max_photos: number
  /** Of the laws on record; servers before them say nothing. */
  laws_digest?: string
}

export interface Period {
  code: string
  first: Day
  last: Day
}

export interface SyncPage {
  cursor: string
  /** Of a run of pages; the cursor of this one leads to the next. */
  more: boolean
  /** Which run this page belongs to. */
  run: string
  server_time: Instant
  /** The pages of this run together hold everything. */
  full: boolean
  me: Me
  period: Period
  entities: EntityShown[]
  removed_entities: string[]
  issues: IssueShown[]
  feedback: FeedbackRow[]
  /** All that are kept; null where nothing changed. */
  messages: MessageRow[] | null
  /** All that wait for this person's signature, or that he has under way; servers before them say nothing. */
  drafts?: VisitDraftShown[] | null
  checklists: ChecklistPin[]
  calendars: CalendarYear[]
  contacts: Contacts
  units: UnitRow[]
  settings: PhoneSettings
}
