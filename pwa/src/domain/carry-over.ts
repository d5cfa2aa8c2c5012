/** A visit that goes on with a newer version of its checklist: every answer comes along. */

import { evaluate, itemsOf, type Answer, type ChecklistBody, type Evaluation, type Item } from './checklist'
import { picturesAsked, picturesIn } from './checklist-answers'
import { fault, isBlank } from './checklist-children'
import { diffOf } from './checklist-diff'
import { answerWords } from './copy-out'
import { byItself } from './rest-of-form'
import { valueWords } from './value-words'
import type { Aside, Draft } from './visit'
import type { Day } from './wire'

export interface CarriedOver {
  draft: Draft
  /** Answered questions that are asked again and keep their answer. */
  kept: number
  /** Questions that want an answer only now. */
  toAsk: string[]
}

/**
 * The draft under `next`. What the new version no longer asks, or asks in a way the old value does
 * not fit, is set aside in words with its photos; nothing is thrown away.
 */
export function carriedOver(draft: Draft, old: ChecklistBody, next: ChecklistBody, today: Day): CarriedOver {
  const before = judged(draft, old, today)
  const [oldItems, newItems] = [old, next].map((body) => new Map(itemsOf(body).map((item) => [item.code, item])))
  const answers: Record<string, Answer> = {}
  const aside: Aside[] = [...(draft.aside ?? [])]
  for (const [code, given] of Object.entries(draft.answers)) {
    const asked = newItems?.get(code)
    // What has become grave was not looked at by itself: it is asked again.
    if (given.bulk && asked && byItself(asked)) continue
    const { answer, misfits } = fitted(given, oldItems?.get(code), asked, today)
    answers[code] = answer
    aside.push(...misfits)
  }
  const onward: Draft = { ...draft, checklist: { id: next.id, version: next.version }, answers }
  const after = judged(onward, next, today)
  aside.push(...unasked(draft, old, before, after))
  const asked = new Set(after.shown)
  const touched = diffOf(itemsOf(old), itemsOf(next)).changed.map(({ item }) => item.code)
  return {
    draft: { ...onward, aside, changed: touched.filter((code) => asked.has(code) && answers[code]) },
    kept: after.answers.length,
    toAsk: unanswered(after).filter((code) => !unanswered(before).includes(code)),
  }
}

function judged(draft: Draft, body: ChecklistBody, today: Day): Evaluation {
  return evaluate(body, draft.profile, Object.values(draft.answers), today, { rechecks: Object.values(draft.rechecks) })
}

function unanswered(found: Evaluation): string[] {
  return found.missing.filter(({ reason }) => reason === 'answer' || reason === 'na_not_allowed').map(({ item }) => item)
}

/** Answers that counted before and belong to no question now shown. */
function unasked(draft: Draft, old: ChecklistBody, before: Evaluation, after: Evaluation): Aside[] {
  const items = new Map(itemsOf(old).map((item) => [item.code, item]))
  return before.answers.flatMap(({ item: code }) => {
    const item = items.get(code)
    const given = draft.answers[code]
    if (!item || !given || after.shown.includes(code)) return []
    return [{ item: code, question: item.text, said: answerWords(given, item), photos: photosOf(given), failed: given.answer === 'no' }]
  })
}

/** The answer under the changed question, and the values under it that no longer have a place. */
function fitted(given: Answer, old: Item | undefined, now: Item | undefined, today: Day): { answer: Answer; misfits: Aside[] } {
  if (old && now && old.type !== 'yes_no_na' && old.type !== 'text') return fittedValue(given, old, now, today)
  if (!given.children || old?.type !== 'yes_no_na' || now?.type !== 'yes_no_na') return { answer: given, misfits: [] }
  const children: Answer['children'] = {}
  const misfits: Aside[] = []
  for (const [code, value] of Object.entries(given.children)) {
    const was = old.children.find((child) => child.code === code)
    const is = now.children.find((child) => child.code === code)
    // A value that was no good before is still in its field, to be mended there.
    const fits = is && (isBlank(value) || !fault(is, value, today) || (was?.type === is.type && fault(was, value, today)))
    if (fits) {
      children[code] = value
      continue
    }
    const photos = picturesIn(value)
    const said = valueWords(was, value)
    misfits.push({ item: now.code, question: `${old.text}：${was?.text ?? code}`, said, photos, failed: false })
  }
  return { answer: { ...given, children }, misfits }
}

/** The value of an item that asks for one, where the newer version still takes it. */
function fittedValue(given: Answer, old: Item, now: Item, today: Day): { answer: Answer; misfits: Aside[] } {
  const { value, ...rest } = given
  if (value === null || value === undefined || old.type !== now.type || now.type === 'yes_no_na' || now.type === 'text') {
    return { answer: given, misfits: [] }
  }
  if (isBlank(value) || !fault(now, value, today)) return { answer: given, misfits: [] }
  const photos = picturesIn(value)
  return { answer: rest, misfits: [{ item: now.code, question: old.text, said: valueWords(now, value), photos, failed: false }] }
}

function photosOf(given: Answer): string[] {
  return [...(given.photos ?? []), ...(given.photos_after ?? []), ...picturesAsked(given)]
}
