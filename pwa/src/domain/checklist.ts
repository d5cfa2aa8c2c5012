/**
 * A checklist being filled: what is shown, required, missing, entailed, and which issues open.
 *
 * Pure, and the same on server and phone: twin of `app/checklists/engine.py`, both held to
 * `tests/checklist_cases.yaml`. Reasons behind the rules: `docs/decisions/0002-checklist-format.md`.
 */
import type { Answer, ChildValue, Recheck } from './checklist-answers'
import { entailed, isBlank, shownChildren, type Derived } from './checklist-children'
import {
  itemsOf,
  type ChecklistBody,
  type Child,
  type DeadlineSpec,
  type Item,
  type Severity,
  type YesNoItem,
} from './checklist-format'
import { missingIn, missingText, type Missing } from './checklist-missing'
import { holds, parse } from './expr'
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

interface Settled {
  item: YesNoItem
  answer: Answer
  children: Child[]
  derived: Derived[]
  stillOpen: boolean
}

const STAGES: Readonly<Record<string, string>> = { 生产: 'production', 销售: 'retail' }
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
  const seenAs = facts.stage === undefined ? profile : { ...profile, stage: facts.stage }
  const all = itemsOf(body)
  const shown = all.filter((item) => {
    const answer = given.get(item.code)?.answer
    const kept = options.keepAnswered === true && (answer === 'yes' || answer === 'no')
    return kept || isShown(item, seenAs)
  })
  const settled = new Map<string, Settled>()
  for (const item of shown) {
    if (item.type !== 'yes_no_na') continue
    const answer = given.get(item.code) ?? { item: item.code }
    settled.set(item.code, settle(item, answer, today, rechecks))
  }
  const judged = [...settled.values()]
  const known = new Set(all.map((item) => item.code))
  return {
    shown: shown.map((item) => item.code),
    children: childrenOf(judged),
    required: shown.filter((item) => !item.optional).map((item) => item.code),
    answers: kept(shown, settled, given),
    missing: shown.flatMap((item) => {
      if (item.type === 'text') return missingText(item, given.get(item.code) ?? { item: item.code })
      const s = settled.get(item.code)
      if (!s) return []
      const review = { reviewed: rechecks.length > 0, stillOpen: s.stillOpen }
      return missingIn(s.item, s.answer, s.children, today, review)
    }),
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
export function isShown(item: Item, profile: Profile): boolean {
  if (item.tier === 'standard' && profile.level === 'village') return false
  return item.when === null || holds(parse(item.when), profile)
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
  for (const item of itemsOf(body)) {
    if (item.type !== 'yes_no_na') continue
    for (const child of item.children) {
      const value = given.get(item.code)?.children?.[child.code]
      if (child.type === 'choice' && child.binds && typeof value === 'string') {
        const stage = STAGES[value]
        if (stage !== undefined) facts.stage = stage
      }
      if (child.type === 'number' && child.binds && typeof value === 'number') facts.diners = value
    }
  }
  return facts
}

function settle(
  item: YesNoItem,
  answer: Answer,
  today: string,
  rechecks: readonly Recheck[],
): Settled {
  const values = answer.children ?? {}
  const review = item.children.find((child) => child.type === 'issue_review')
  const stillOpen = review !== undefined && rechecks.some((r) => r.result !== 'fixed')
  const fromReview: Derived[] =
    review && stillOpen
      ? [
          {
            item: item.code,
            child: review.code,
            then: 'answer_no',
            text: '有以前的问题没有整改到位或又出现，本条应答“否”',
          },
        ]
      : []
  let effective = answer.answer ?? null
  let children = shownChildren(item, effective, values)
  let derived = [...fromReview, ...entailed(item, children, values, today)]
  if (effective !== 'no' && derived.some((d) => d.then === 'answer_no')) {
    effective = 'no'
    children = shownChildren(item, effective, values)
    derived = [...fromReview, ...entailed(item, children, values, today)]
  }
  const kept: Record<string, ChildValue> = {}
  for (const { code } of children) {
    const value = values[code]
    if (value !== undefined && !isBlank(value)) kept[code] = value
  }
  return {
    item,
    answer: { ...answer, answer: effective, children: kept },
    children,
    derived,
    stillOpen,
  }
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
    return answer.answer || answer.note?.trim() || hasChildren ? [answer] : []
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
  const judged = settled.filter((s) => !s.item.needs_professional)
  const absent = judged.filter((s) => s.answer.answer === 'na').length
  return absent * 10 > judged.length * 4
}
