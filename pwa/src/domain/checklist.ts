/**
 * A checklist being filled: what is shown, required, missing, entailed, and which issues open.
 *
 * Pure, and the same on server and phone: twin of `app/checklists/engine.py`, both held to
 * `tests/checklist_cases.yaml`. Reasons behind the rules: `docs/decisions/0002-checklist-format.md`.
 */
import type { Answer, Recheck, Value } from './checklist-answers'
import { isBlank, type Derived } from './checklist-children'
import {
  itemsOf,
  type ChecklistBody,
  type Child,
  type DeadlineSpec,
  type Item,
  type Severity,
  type ValueItem,
} from './checklist-format'
import { missingIn, missingText, type Missing } from './checklist-missing'
import { saidIn, settle, type Settled } from './checklist-settling'
import { NOTHING, holds, type Said } from './conditions'
import { parse } from './expr'
import type { Profile } from './profile'

export type * from './checklist-answers'
export type * from './checklist-format'
export type { Derived } from './checklist-children'
export type { Missing, Reason } from './checklist-missing'
export type { Level, Profile } from './profile'
export { SEVERITIES, itemsOf } from './checklist-format'

/** An issue this visit would open; the ledger turns `deadline` into a day. */
export interface OpenedIssue {
  item: string
  severity: Severity
  original_severity: Severity
  severity_reason: string | null
  deadline: DeadlineSpec
  unit: 'office' | null
  fixed_on_site: boolean
}

/**
 * Where a visit stands. `answers` is what to keep and send: hidden items and children left out,
 * answers that a child's value forces already turned to 否.
 */
export interface Evaluation {
  shown: string[]
  children: Record<string, string[]>
  required: string[]
  answers: Answer[]
  missing: Missing[]
  derived: Derived[]
  issues: OpenedIssue[]
  for_professional: string[]
  too_many_na: boolean
  facts: { stage?: string; diners?: number }
  unknown: string[]
}

export interface EvaluateOptions {
  rechecks?: readonly Recheck[]
  /** Items answered 是 or 否 count as shown even if the profile hides them: a 否 is never lost. */
  keepAnswered?: boolean
}

/** The words of 环节 as a form has them, and the names that conditions know. */
export const STAGES: Readonly<Record<string, string>> = { 生产: 'production', 销售: 'retail' }
const MAJOR_MOST_WORKDAYS = 10

/** Judge a visit as it stands on `today` (YYYY-MM-DD, Shanghai). */
export function evaluate(
  body: ChecklistBody,
  profile: Profile,
  answers: readonly Answer[],
  today: string,
  options: EvaluateOptions = {},
): Evaluation {
  const rechecks = options.rechecks ?? []
  const given = new Map(answers.map((answer) => [answer.item, answer]))
  const facts = statedFacts(body, given)
  const entity = facts.stage === undefined ? profile : { ...profile, stage: facts.stage }
  const all = itemsOf(body)
  const shown: Item[] = []
  const settled = new Map<string, Settled>()
  const missing: Missing[] = []
  const said = { answers: {} as Record<string, string>, values: {} as Record<string, Value> }
  for (const item of all) {
    const answer = given.get(item.code) ?? { item: item.code }
    const kept = options.keepAnswered === true && (answer.answer === 'yes' || answer.answer === 'no')
    if (!kept && !isShown(item, entity, said)) continue
    shown.push(item)
    if (item.type === 'text') {
      missing.push(...missingText(item, answer))
      if (answer.note?.trim()) said.values[item.code] = answer.note
      continue
    }
    const found = settle(item, answer, today, rechecks, { entity, said })
    settled.set(item.code, found)
    missing.push(...missingIn(found, today, rechecks.length > 0))
    if (found.answer.answer) said.answers[item.code] = found.answer.answer
    Object.assign(said.values, saidIn(item, found.answer, found.children, today))
  }
  const judged = [...settled.values()]
  const known = new Set(all.map((item) => item.code))
  return {
    shown: shown.map((item) => item.code),
    children: childrenOf(judged),
    required: shown.filter((item) => !item.optional).map((item) => item.code),
    answers: kept(shown, settled, given),
    missing,
    derived: judged.flatMap((s) => s.derived),
    issues: judged.filter((s) => s.answer.answer === 'no' && !s.stillOpen).map(issue),
    for_professional: judged
      .filter((s) => s.item.needs_professional && s.answer.answer === 'na')
      .map((s) => s.item.code),
    too_many_na: tooManyNa(judged),
    facts,
    unknown: [...given.keys()].filter((code) => !known.has(code)).sort(),
  }
}

/** Items that concern this entity at this level, before any answer. */
export function shownItems(body: ChecklistBody, profile: Profile): Item[] {
  return itemsOf(body).filter((item) => isShown(item, profile))
}

/** Whether an item concerns this entity at this level; a village visit sees the core only. */
export function isShown(item: Item, profile: Profile, said: Said = NOTHING): boolean {
  if (item.tier === 'standard' && profile.level === 'village') return false
  return item.when === null || holds(parse(item.when), profile, said)
}

/** The item's deadline, shortened when the finder raised the severity; never lengthened. */
export function deadlineFor(item: Item, severity: Severity): DeadlineSpec {
  const own = item.deadline
  if (severity === 'critical') return { value: 0, unit: 'immediate' }
  if (severity === 'major' && own.unit === 'workday') {
    return { value: Math.min(own.value, MAJOR_MOST_WORKDAYS), unit: 'workday' }
  }
  return own
}

function statedFacts(
  body: ChecklistBody,
  given: ReadonlyMap<string, Answer>,
): { stage?: string; diners?: number } {
  const facts: { stage?: string; diners?: number } = {}
  const state = (field: Child | ValueItem, value: Value | null | undefined): void => {
    if (field.type === 'choice' && field.binds && typeof value === 'string') {
      const stage = STAGES[value]
      if (stage !== undefined) facts.stage = stage
    }
    if (field.type === 'number' && field.binds && typeof value === 'number') facts.diners = value
  }
  for (const item of itemsOf(body)) {
    if (item.type === 'text') continue
    const answer = given.get(item.code)
    if (item.type === 'yes_no_na') item.children.forEach((child) => state(child, answer?.children?.[child.code]))
    else state(item, answer?.value)
  }
  return facts
}

function childrenOf(settled: readonly Settled[]): Record<string, string[]> {
  const asked = settled.filter((s) => s.children.length > 0)
  return Object.fromEntries(asked.map((s) => [s.item.code, s.children.map((c) => c.code)]))
}

function kept(
  shown: readonly Item[],
  settled: ReadonlyMap<string, Settled>,
  given: ReadonlyMap<string, Answer>,
): Answer[] {
  return shown.flatMap((item) => {
    const answer = settled.get(item.code)?.answer ?? given.get(item.code)
    if (!answer) return []
    const hasChildren = Object.keys(answer.children ?? {}).length > 0
    return answer.answer || answer.note?.trim() || hasChildren || !isBlank(answer.value) ? [answer] : []
  })
}

function issue(settled: Settled): OpenedIssue {
  const { item, answer } = settled
  const severity = answer.severity ?? item.severity
  return {
    item: item.code,
    severity,
    original_severity: item.severity,
    severity_reason: answer.severity_reason ?? null,
    deadline: deadlineFor(item, severity),
    unit: settled.derived.some((d) => d.then === 'unit_office') ? 'office' : null,
    fixed_on_site: answer.fixed_on_site ?? false,
  }
}

function tooManyNa(settled: readonly Settled[]): boolean {
  const judged = settled.filter((s) => s.item.type === 'yes_no_na' && !s.item.needs_professional)
  const absent = judged.filter((s) => s.answer.answer === 'na').length
  return absent * 10 > judged.length * 4
}
