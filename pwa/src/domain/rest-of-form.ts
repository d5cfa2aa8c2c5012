/** “其余均符合”: which questions it answers, and what has to be looked at before. */

import { evaluate, itemsOf, type Answer, type ChecklistBody, type Evaluation, type Item } from './checklist'
import { prefilled } from './prefill'
import type { Draft } from './visit'
import { answeredItems } from './visit-form'
import type { EntityShown } from './wire'

export interface Rest {
  /** Critical questions without an answer, in the order of the form: they come first. */
  before: Item[]
  /** What it answers. */
  items: Item[]
  answers: Record<string, Answer>
  /** Unanswered questions it leaves: they ask for more than 符合, or for somebody of the trade. */
  left: number
}

/** Whether a question has to be answered by itself: the server refuses it in bulk. */
export function byItself(item: Item): boolean {
  return item.severity === 'critical' || item.needs_professional
}

export function restOfForm(body: ChecklistBody, draft: Draft, judged: Evaluation, entity: EntityShown | null, today: string): Rest {
  const answered = answeredItems(judged)
  const required = new Set(judged.required)
  const open = itemsOf(body).filter((item) => required.has(item.code) && !answered.has(item.code))
  const before = open.filter((item) => item.severity === 'critical')
  if (before.length) return { before, items: [], answers: {}, left: open.length }
  const tried = open.filter((item) => item.type === 'yes_no_na' && !byItself(item))
  const given: Record<string, Answer> = {}
  for (const item of tried) {
    given[item.code] = { item: item.code, answer: 'yes', bulk: true, children: prefilled(item, draft.answers[item.code]?.children, entity) }
  }
  const after = evaluate(body, draft.profile, Object.values({ ...draft.answers, ...given }), today, { rechecks: Object.values(draft.rechecks) })
  const wanting = new Set([...after.missing, ...after.derived].map(({ item }) => item))
  const items = tried.filter((item) => !wanting.has(item.code))
  return { before, items, answers: Object.fromEntries(items.map(({ code }) => [code, given[code] as Answer])), left: open.length - items.length }
}

/** How many answers of a visit were given in bulk and stand. */
export function bulkCount(answers: readonly Answer[]): number {
  return answers.filter((one) => one.bulk && one.answer === 'yes').length
}
