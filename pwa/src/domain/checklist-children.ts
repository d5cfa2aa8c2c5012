/**
 * The questions under an item: which are shown, what their values entail, which must be filled.
 * Twin of `app/checklists/children.py`.
 */
import type { ChildValue, Given, Value } from './checklist-answers'
import type { Child, YesNoItem } from './checklist-format'
import { consequences, fault, isBlank, mayBeEmpty, type Entailed } from './checklist-values'
import { NOTHING, holds, wordsIn, type Said } from './conditions'
import { parse } from './expr'
import type { Profile } from './profile'

export { fault, isBlank } from './checklist-values'

export type Values = Readonly<Record<string, ChildValue>>

/** What an answer entails, and the sentence that says so. */
export interface Derived extends Entailed {
  item: string
  child: string | null
}

/** The entity, and what was answered further up: what conditions look at. */
export interface Scene {
  entity: Profile
  said: Said
}

const ANYONE: Profile = { flags: [], kind: null, stage: null, grade: null, level: 'town', has_prior_issues: false }
const NOWHERE: Scene = { entity: ANYONE, said: NOTHING }

/** Children to ask: none for 不适用; those behind a choice only when it was made. */
export function shownChildren(item: YesNoItem, answer: Given | null, values: Values, scene = NOWHERE): Child[] {
  if (answer === 'na') return []
  const shown = new Set<string>()
  let before: number
  // A child may name one written after it, so go round until nothing more appears.
  do {
    before = shown.size
    for (const child of item.children) {
      if (isShown(child, answer, values, shown, scene)) shown.add(child.code)
    }
  } while (shown.size > before)
  return item.children.filter((child) => shown.has(child.code))
}

/** What the rules and number formats of the shown children say about their values. */
export function entailed(item: YesNoItem, shown: readonly Child[], values: Values, today: string): Derived[] {
  return shown.flatMap((child) => {
    const value = sound(child, values, today)
    if (value === undefined) return []
    return consequences(child, value, today).map(({ then, text }) => ({ item: item.code, child: child.code, then, text }))
  })
}

/** The value of a child, if it is filled in without fault. */
export function sound(child: Child, values: Values, today: string): Value | undefined {
  const value = values[child.code]
  return value === undefined || isBlank(value) || fault(child, value, today) ? undefined : value
}

/**
 * Whether a shown child must be filled under this answer.
 * On 否 only the questions about the fault must be: what is not there has no number and no date.
 */
export function isAskedOn(item: YesNoItem, child: Child, answer: Given): boolean {
  if (child.optional || child.type === 'issue_review' || mayBeEmpty(child)) return false
  return answer === 'yes' || isAboutTheFault(item, child)
}

function isShown(
  child: Child,
  answer: Given | null,
  values: Values,
  shown: ReadonlySet<string>,
  { entity, said }: Scene,
): boolean {
  const { show } = child
  if (show === 'always') return true
  if ('answer' in show) return answer === show.answer
  if ('when' in show) return holds(parse(show.when), entity, said)
  return shown.has(show.child) && wordsIn(values[show.child]).some((option) => show.one_of.includes(option))
}

function isAboutTheFault(item: YesNoItem, child: Child): boolean {
  const { show } = child
  if (show === 'always' || 'when' in show) return false
  if ('answer' in show) return show.answer === 'no'
  const parent = item.children.find((other) => other.code === show.child)
  return parent !== undefined && isAboutTheFault(item, parent)
}
