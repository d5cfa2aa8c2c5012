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

export interface DeadlineSpec {
  value: number
  unit: DeadlineUnit
}

export type Show = 'always' | { answer: 'no' } | { child: string; one_of: string[] }

interface Entails {
  then: Consequence
  text: string
}
export type NumberRule = Entails & { when: 'above'; number: number }
export type DateRule = Entails & ({ when: 'before_today' } | { when: 'within_days'; days: number })
export type ChoiceRule = Entails & { when: 'chosen'; option: string }

interface BaseChild {
  code: string
  text: string
  show: Show
  optional: boolean
}
export type TextFormat =
  | 'sc_license_or_register'
  | 'jy_license_or_record'
  | 'jy_license_or_register'
  | 'special_food_reg_no'
export interface TextChild extends BaseChild {
  type: 'text'
  max_length: number
  format: TextFormat | null
  prefill: 'entity.license_no' | null
  pii: boolean
}
export interface NumberChild extends BaseChild {
  type: 'number'
  min: number | null
  max: number | null
  unit: string | null
  whole: boolean
  binds: 'entity.diners' | null
  rules: NumberRule[]
}
export interface DateChild extends BaseChild {
  type: 'date'
  max: 'today' | null
  prefill: 'entity.license_valid_to' | null
  rules: DateRule[]
}
export interface ChoiceChild extends BaseChild {
  type: 'choice'
  options: string[]
  multiple: boolean
  binds: 'entity.stage' | null
  rules: ChoiceRule[]
}
export interface PhotoChild extends BaseChild {
  type: 'photo'
  max_count: number
}
export interface IssueReviewChild extends BaseChild {
  type: 'issue_review'
}
export type Child =
  TextChild | NumberChild | DateChild | ChoiceChild | PhotoChild | IssueReviewChild

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
}
export interface YesNoItem extends BaseItem {
  type: 'yes_no_na'
  allow_na: boolean
  photo_on_fail: { reason: string } | null
  children: Child[]
}
export interface TextItem extends BaseItem {
  type: 'text'
  max_length: number
}
export type Item = YesNoItem | TextItem

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
}

/** All items in the order they are shown. */
export function itemsOf(body: ChecklistBody): Item[] {
  return body.sections.flatMap((section) => section.items)
}
