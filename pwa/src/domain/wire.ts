/** Every shape that crosses the wire, as the server and the phone agreed on it. */
import type { Answer, ChildValue, Given, Recheck } from './checklist-answers'
import type { Profile } from './profile'

export type { Answer, ChildValue, Given, Recheck }

export type Role =
  | 'cadre'
  | 'assistant'
  | 'station'
  | 'bureau'
  | 'office'
  | 'inspector'
  | 'sysadmin'
  | 'secadmin'
  | 'auditor'
export type Severity = 'minor' | 'major' | 'critical'
export type IssueState = 'registered' | 'assigned' | 'rectifying' | 'reviewing' | 'closed' | 'voided' | 'ended'
export type MoveName =
  | 'assign'
  | 'transfer'
  | 'accept'
  | 'submit'
  | 'return'
  | 'close'
  | 'countersign'
  | 'request_extension'
  | 'grant_extension'
  | 'refuse_extension'
  | 'propose_void'
  | 'confirm_void'
  | 'reopen'
  | 'file_case'
  | 'refer'
  | 'list'
  | 'unlist'
  | 'pause'
  | 'resume'
  | 'end'

/** ISO-8601 UTC with Z. */
export type Instant = string
/** YYYY-MM-DD, as judged in Asia/Shanghai. */
export type Day = string
/** 64 hex characters. */
export type Sha256 = string

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
}

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
      refusal: string | null
    }
  | { status: 'revoked'; detail: string }

export interface NoticeIssued {
  token: string
  short_code: string
  url: string
  version: number
}

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
  issues: (IssueNames & { id: string; item: string | null; severity: Severity; state: IssueState })[]
  media: { sha256: Sha256; role: string; arrived: boolean }[]
  checklist: { id: string; version: number; name: string }
}

export interface Picture {
  sha256: Sha256
  arrived: boolean
}

export interface IssueRow {
  id: string
  number: string
  state: IssueState
  version: number
  severity: Severity
  item_code: string | null
  item_text: string
  description: string
  entity: { id: string; name: string; grade: string; kind: string; business_type: string }
  region: { code: string; name: string }
  unit: { id: string; name: string; kind: string } | null
  found_at: Instant
  deadline: Day
  deadline_at: Instant | null
  overdue: boolean
  /** Working days to the deadline, negative when past. */
  days_left: number
  listed: boolean
  returned_count: number
  fixed_on_site: boolean
  repeat: boolean
  photos: { before: Picture[]; after: Picture[] }
  changed_at: Instant
}

export interface Need {
  field: string
  label: string
  kind: 'text' | 'photo' | 'date' | 'days' | 'unit' | 'check' | 'number'
  required: boolean
  min?: number | null
  max?: number | null
  hint?: string | null
}

export interface Move {
  move: MoveName
  name: string
  needs: Need[]
}

export interface IssueEvent {
  id: string
  seq: number
  move: string
  move_name: string
  from: IssueState | null
  to: IssueState
  actor: { name: string; post: string; role: string }
  at: Instant
  device_at: Instant | null
  note: string
  photos: Picture[]
  evidence: Record<string, unknown>
}

export interface IssueFlags {
  awaiting_countersign: boolean
  extension: Record<string, unknown> | null
  void_proposal: Record<string, unknown> | null
  case_file: Record<string, unknown> | null
  referral: Record<string, unknown> | null
  listing: Record<string, unknown> | null
  paused: boolean
  not_fixed: boolean
  repeat_of: string | null
  fixed_on_site: boolean
}

export interface Rectification {
  text: string
  date: Day
  by: string
  channel: 'enterprise' | 'on_behalf'
  at: Instant
  photos: Picture[]
}

export interface FeedbackRow {
  id: string
  issue_id: string
  text: string
  at: Instant
  read_at: Instant | null
}

export interface IssueShown extends IssueRow {
  severity_given: Severity
  severity_reason: string
  basis: { title: string; article: string }[]
  requirement: string
  finder: PersonShort
  received_at: Instant
  original_deadline: Day
  provisional: boolean
  notice_due_at: Instant | null
  flags: IssueFlags
  rectification: Rectification | null
  rechecks: {
    at: Instant
    by: string
    result: Recheck['result']
    note: string
    photos: Picture[]
  }[]
  inspection_id: string | null
  origin: string
  closed_at: Instant | null
  events: IssueEvent[]
  moves: Move[]
  feedback: Omit<FeedbackRow, 'issue_id'>[]
  photos_pending: number
}

export interface IssueCounts {
  open: number
  reviewing: number
  overdue: number
  listed: number
  all: number
}

/** What a person orders; id and seen_version are added when it is queued. */
export interface MoveGiven {
  move: MoveName
  note?: string
  photos?: Sha256[]
  date?: Day
  days?: number
  unit_id?: string
  number?: string
  deadline?: Day
  on_site?: boolean
}

export interface MoveOrder extends MoveGiven {
  id: string
  seen_version: number
  device_at?: Instant
}

export interface IssueRegistered {
  id: string
  entity_id: string
  item_code?: string
  text: string
  description: string
  severity: Severity
  requirement: string
  photos: Sha256[]
}

export interface LinkShown {
  url: string
  token: string
  expires_at: Instant
  qr_svg: string
  text: string
}

export interface RectifyShown {
  issue_id: string
  number: string
  entity_name: string
  item_text: string
  description: string
  requirement: string
  severity: Severity
  deadline: Day
  days_left: number
  state: IssueState
  returned: { note: string; at: Instant } | null
  photos_before: Picture[]
  rectification: Rectification | null
  may_submit: boolean
  may_request_extension: boolean
  /** How a request for more time stands: asked | granted | refused, null when there is none. */
  extension: string | null
  extension_days_max: number
  version: number
  expires_at: Instant
}

export interface RectifyOrder {
  id: string
  seen_version: number
  text: string
  date: Day
  name: string
  photos: Sha256[]
}

export interface ExtensionOrder {
  id: string
  seen_version: number
  reason: string
  days: number
  name?: string
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
  valid_from: Day
  valid_to: Day | null
}

export interface CalendarYear {
  year: number
  holidays: Day[]
  workdays: Day[]
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
  checklists: ChecklistPin[]
  calendars: CalendarYear[]
  contacts: Contacts
  units: UnitRow[]
  settings: PhoneSettings
}
