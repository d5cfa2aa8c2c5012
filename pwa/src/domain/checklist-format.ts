/** A checklist body as `GET /api/v1/checklists/{id}/versions/{n}` gives it: `app/checklists/format.py`. */

export type Severity = 'minor' | 'major' | 'critical'
export type DeadlineUnit = 'immediate' | 'workday' | 'calendar_day' | 'hour'
export type Consequence = 'answer_no' | 'warn' | 'unit_office'

export const SEVERITIES: readonly Severity[] = ['minor', 'major', 'critical']

export interface Law {
  title: string
  version: string
  confidence: string
  note: string | null
  region: string | null
}

export interface Basis {
  law: string
  article: string
  confidence: 'verified' | 'searched' | 'high' | 'med' | 'low'
  /** Versions kept on a phone since before these keys lack them. */
  valid_from?: string | null
  valid_to?: string | null
}

/** A picture beside the words of 怎么查; its bytes are in the version itself. */
export interface Picture {
  file: string
  text: string
  sha256: string | null
}

export interface DeadlineSpec {
  value: number
  unit: DeadlineUnit
}

export type Show =
  | 'always'
  | { answer: 'yes' | 'no' }
  | { child: string; one_of: string[] }
  | { when: string }

interface Entails {
  then: Consequence
  text: string
}
export type NumberRule = Entails & { when: 'above' | 'below'; number: number }
export type DateRule = Entails & ({ when: 'before_today' } | { when: 'within_days'; days: number })
export type ChoiceRule = Entails & { when: 'chosen'; option: string }
/** What an item entails when a condition holds over the entity, this item and those above. */
export type Check = Entails & { when: string }

export type TextFormat =
  | 'sc_license_or_register'
  | 'jy_license_or_record'
  | 'jy_license_or_register'
  | 'special_food_reg_no'
export type Prefill = 'entity.license_no' | 'entity.name' | 'entity.uscc' | 'entity.address'
export interface TextField {
  type: 'text'
  max_length: number
  format: TextFormat | null
  prefill: Prefill | null
  pii: boolean
}
export interface NumberField {
  type: 'number'
  min: number | null
  max: number | null
  unit: string | null
  whole: boolean
  binds: 'entity.diners' | null
  rules: NumberRule[]
}
export interface DateField {
  type: 'date'
  max: 'today' | null
  prefill: 'entity.license_valid_to' | null
  rules: DateRule[]
}
export interface ChoiceField {
  type: 'choice'
  options: string[]
  multiple: boolean
  binds: 'entity.stage' | null
  rules: ChoiceRule[]
}
export interface PhotoField {
  type: 'photo'
  max_count: number
}
export interface SignatureField {
  type: 'signature'
  who: string
}
export interface BarcodeField {
  type: 'barcode'
  max_length: number
}
interface Asked {
  code: string
  text: string
  optional: boolean
}
/** A question asked once in every line of a group. */
export type Column = Asked & (TextField | NumberField | DateField | ChoiceField | BarcodeField | PhotoField)
export interface GroupField {
  type: 'group'
  /** What a line is called. */
  row: string
  columns: Column[]
  min_rows: number
  max_rows: number
}
/** What one question of a kind says of its answer: `app/checklists/fields.py`. */
export type Field =
  TextField | NumberField | DateField | ChoiceField | PhotoField | SignatureField | BarcodeField | GroupField

type BaseChild = Asked & { show: Show }
export type TextChild = BaseChild & TextField
export type NumberChild = BaseChild & NumberField
export type DateChild = BaseChild & DateField
export type ChoiceChild = BaseChild & ChoiceField
export type PhotoChild = BaseChild & PhotoField
export type IssueReviewChild = BaseChild & { type: 'issue_review' }
export type Child = (BaseChild & Field) | IssueReviewChild

interface BaseItem {
  code: string
  text: string
  tier: 'core' | 'standard'
  severity: Severity
  when: string | null
  source: string | null
  basis: Basis[]
  guide: string
  rectify: string
  deadline: DeadlineSpec
  on_fail: string[]
  needs_professional: boolean
  optional: boolean
  /** Versions kept on a phone since before this key lack it. */
  pictures?: Picture[]
}
interface Judged extends BaseItem {
  photo_on_fail: { reason: string } | null
  /** Versions kept on a phone since before this key lack it. */
  checks?: Check[]
}
export interface YesNoItem extends Judged {
  type: 'yes_no_na'
  allow_na: boolean
  children: Child[]
}
export interface TextItem extends BaseItem {
  type: 'text'
  max_length: number
}
/** Asks for a value instead of 是 or 否; only a rule makes it 否. */
export type ValueItem = Judged & Exclude<Field, TextField>
export type JudgedItem = YesNoItem | ValueItem
export type Item = JudgedItem | TextItem

export interface Section {
  code: string
  name: string
  items: Item[]
}

export interface ChecklistBody {
  id: string
  version: number
  name: string
  business_type: 'production' | 'circulation' | 'catering' | 'special'
  valid_from: string
  valid_to: string | null
  note: string
  kinds: string[]
  laws: Record<string, Law>
  sections: Section[]
  digest: string
  /** By sha256, as data URLs; none where no item shows any. */
  pictures?: Record<string, string>
}

/** All items in the order they are shown. */
export function itemsOf(body: ChecklistBody): Item[] {
  return body.sections.flatMap((section) => section.items)
}
