/** One shown item with its answer after the rules had their say; twin of `app/checklists/settling.py`. */
import type { Answer, Given, Recheck, Value } from './checklist-answers'
import { entailed, isBlank, shownChildren, sound, type Derived, type Scene } from './checklist-children'
import type { Child, JudgedItem, ValueItem, YesNoItem } from './checklist-format'
import { consequences, fault } from './checklist-values'
import { holds } from './conditions'
import { parse } from './expr'

/** An item, the answer to keep, the children to ask, and what was entailed. */
export interface Settled {
  item: JudgedItem
  answer: Answer
  children: Child[]
  derived: Derived[]
  stillOpen: boolean
}

/** The item as it stands; a rule may have turned it to 否. */
export function settle(item: JudgedItem, answer: Answer, today: string, rechecks: readonly Recheck[], scene: Scene): Settled {
  return item.type === 'yes_no_na' ? judged(item, answer, today, rechecks, scene) : valued(item, answer, today, scene)
}

/** What conditions further down may look at: values without fault. */
export function saidIn(item: JudgedItem, answer: Answer, children: readonly Child[], today: string): Record<string, Value> {
  const found: Record<string, Value> = {}
  for (const child of children) {
    const value = sound(child, answer.children ?? {}, today)
    if (value !== undefined) found[child.code] = value
  }
  const own = item.type === 'yes_no_na' ? undefined : ownValue(item, answer, today)
  if (own !== undefined) found[item.code] = own
  return found
}

function judged(item: YesNoItem, answer: Answer, today: string, rechecks: readonly Recheck[], scene: Scene): Settled {
  const values = answer.children ?? {}
  const review = item.children.find((child) => child.type === 'issue_review')
  const stillOpen = review !== undefined && rechecks.some((r) => r.result !== 'fixed')
  const text = '有以前的问题没有整改到位或又出现，本条应答“否”'
  const reviewed: Derived[] =
    review && stillOpen ? [{ item: item.code, child: review.code, then: 'answer_no', text }] : []
  let effective: Given | null = answer.answer ?? null
  let children = shownChildren(item, effective, values, scene)
  const found = (): Derived[] => [
    ...reviewed,
    ...entailed(item, children, values, today),
    ...checked(item, answer, children, today, scene),
  ]
  let derived = found()
  if (effective !== 'no' && derived.some((d) => d.then === 'answer_no')) {
    effective = 'no'
    children = shownChildren(item, effective, values, scene)
    derived = found()
  }
  const kept: Record<string, Value> = {}
  for (const { code } of children) {
    const value = values[code]
    if (value !== undefined && !isBlank(value)) kept[code] = value
  }
  return { item, answer: { ...answer, answer: effective, children: kept }, children, derived, stillOpen }
}

function valued(item: ValueItem, answer: Answer, today: string, scene: Scene): Settled {
  const value = ownValue(item, answer, today)
  const said = value === undefined ? [] : consequences(item, value, today)
  const derived: Derived[] = [
    ...said.map(({ then, text }) => ({ item: item.code, child: null, then, text })),
    ...checked(item, answer, [], today, scene),
  ]
  const forced = derived.some((one) => one.then === 'answer_no')
  // A 否 that came along stays: the phone may have known what the register no longer says.
  const effective = forced || answer.answer === 'no' ? 'no' : null
  return { item, answer: { ...answer, answer: effective, children: {} }, children: [], derived, stillOpen: false }
}

/** What the item's own conditions entail, once anything of it is filled in. */
function checked(item: JudgedItem, answer: Answer, children: readonly Child[], today: string, { entity, said }: Scene): Derived[] {
  if (!item.checks?.length || answer.answer === 'na') return []
  const own = saidIn(item, answer, children, today)
  if (!answer.answer && Object.keys(own).length === 0) return []
  const answers = answer.answer ? { ...said.answers, [item.code]: answer.answer } : said.answers
  const here = { answers, values: { ...said.values, ...own } }
  return item.checks
    .filter((check) => holds(parse(check.when), entity, here))
    .map(({ then, text }) => ({ item: item.code, child: null, then, text }))
}

function ownValue(item: ValueItem, { value }: Answer, today: string): Value | undefined {
  if (value === undefined || value === null || isBlank(value)) return undefined
  return fault(item, value, today) ? undefined : value
}
