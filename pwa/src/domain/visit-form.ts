/** The form of a visit as it is laid out: numbers, sections with their counts, and what is lacking. */

import { itemsOf, type ChecklistBody, type Evaluation, type Item, type Missing } from './checklist'
import { isBlank } from './checklist-values'
import { isOpen } from './issue-tag'
import type { Draft } from './visit'
import { modeGap } from './visit-mode'
import type { EntityShown, IssueShown } from './wire'

export interface NumberedItem {
  item: Item
  /** 第 7 题, counted over what is shown; null for room to write more, which is no question. */
  no: number | null
}

export interface FormSection {
  code: string
  name: string
  items: NumberedItem[]
  answered: number
  /** Questions that must be answered; what may stay empty is not counted. */
  total: number
}

/** One thing still to be filled in, and where. */
export interface Gap {
  id: string
  text: string
  at: { item: string } | { issue: string } | { finish: 'signatures' | 'enterprise' | 'statement' | 'mode' }
}

const LACKING: Partial<Record<Missing['reason'], string>> = {
  answer: '没有作答',
  value: '没有填写',
  note: '没写发现的问题',
  na_note: '没写不适用的原因',
  photo: '缺照片',
  photo_after: '缺整改后的照片',
  severity_reason: '没写下调程度的理由',
  review: '以前的问题都没法核对的，请选“不适用”',
}
const YEAR_MS = 366 * 86_400_000

/** Shown sections in order; a section with nothing to ask is left out. */
export function sectionsOf(body: ChecklistBody, judged: Evaluation): FormSection[] {
  const shown = new Set(judged.shown)
  const required = new Set(judged.required)
  const answered = answeredItems(judged)
  const numbers = numbersOf(body, judged)
  return body.sections
    .map((section) => {
      const items = section.items.filter((item) => shown.has(item.code)).map((item) => ({ item, no: numbers.get(item.code) ?? null }))
      const asked = items.filter(({ item }) => required.has(item.code))
      const done = asked.filter(({ item }) => answered.has(item.code)).length
      return { code: section.code, name: section.name, items, answered: done, total: asked.length }
    })
    .filter((section) => section.items.length > 0)
}

/** 第 7 题, by item code. */
function numbersOf(body: ChecklistBody, judged: Evaluation): Map<string, number> {
  const shown = new Set(judged.shown)
  const asked = itemsOf(body).filter((item) => shown.has(item.code) && !(item.type === 'text' && item.optional))
  return new Map(asked.map((item, n) => [item.code, n + 1]))
}

/** Items with an answer, or, where words are asked, with words. */
export function answeredItems(judged: Evaluation): Set<string> {
  return new Set(judged.answers.filter((one) => one.answer || one.note?.trim() || !isBlank(one.value)).map((one) => one.item))
}

/** The first question without an answer after `code`, or else from the top; null when all have one. */
export function nextUnanswered(judged: Evaluation, code: string | undefined): string | null {
  const answered = answeredItems(judged)
  const open = judged.required.filter((item) => !answered.has(item))
  const here = code === undefined ? -1 : judged.shown.indexOf(code)
  return open.find((item) => judged.shown.indexOf(item) > here) ?? open[0] ?? null
}

/** The card on the form where a gap is filled; null where that is beside the signatures. */
export function cardOf({ at }: Gap): string | null {
  if ('finish' in at) return null
  return 'item' in at ? `item-${at.item}` : `issue-${at.issue}`
}

/** Everything that keeps the visit from being handed in, in the order of the form. */
export function gapsOf(draft: Draft, body: ChecklistBody, judged: Evaluation, earlier: readonly IssueShown[], entity: EntityShown | null = null): Gap[] {
  const gaps: Gap[] = []
  if (draft.outcome === 'done') {
    const unseen = mustReview(draft, earlier, asksReview(body, judged)).filter((issue) => !isSettled(draft, issue))
    for (const issue of unseen) {
      const said = isOpen(issue) ? '上次的问题' : '已销号的问题'
      gaps.push({ id: issue.id, text: `${said} ${subjectOf(issue)}：没有核对`, at: { issue: issue.id } })
    }
    // Each issue is named above: the question itself lacks nothing of its own.
    gaps.push(...ofItems(body, judged).filter(({ id }) => !unseen.length || !id.endsWith('/review')))
  }
  const { signatures, participants } = draft
  const mode = modeGap(draft, entity, earlier)
  if (mode) gaps.push({ id: 'mode', text: `督导方式：${mode}`, at: { finish: 'mode' } })
  if (!participants.some((one) => one.role === 'enterprise') && !signatures.enterprise_refused) {
    gaps.push({ id: 'enterprise', text: '企业在场人员没有填', at: { finish: 'enterprise' } })
  }
  if (!signatures.cadre) gaps.push({ id: 'cadre', text: '包保干部没有签字', at: { finish: 'signatures' } })
  // Over a video nobody can sign on this phone.
  if (draft.mode !== 'video' && !signatures.enterprise && !signatures.enterprise_refused) {
    gaps.push({ id: 'signature', text: '企业人员没有签字，也没有说明原因', at: { finish: 'signatures' } })
  }
  return gaps
}

/** Whether an earlier issue was looked at as far as it asks, or said why not. */
export function isSettled(draft: Draft, issue: IssueShown): boolean {
  if (draft.unchecked?.[issue.id]?.why.trim()) return true
  const given = draft.rechecks[issue.id]
  return given !== undefined && (given.result === 'fixed' || Boolean(given.note?.trim()))
}

/**
 * The earlier issues that must be looked at, each of them: the open ones, and where none of those
 * could be, the closed ones, for the form asks what became of them.
 */
export function mustReview(draft: Draft, earlier: readonly IssueShown[], asked: boolean): IssueShown[] {
  const open = earlier.filter(isOpen)
  const excused = open.every((one) => draft.unchecked?.[one.id]?.why.trim())
  return asked && excused ? [...earlier] : open
}

/** The earlier issue to look at next; undefined where there is none. */
export function toReview(draft: Draft, earlier: readonly IssueShown[]): IssueShown | undefined {
  return earlier.find((one) => !isSettled(draft, one)) ?? earlier[0]
}

/** Whether the form asks what became of earlier issues. */
export function asksReview(body: ChecklistBody, judged: Evaluation): boolean {
  const shown = new Set(judged.shown)
  return itemsOf(body).some((item) => shown.has(item.code) && item.type === 'yes_no_na' && item.children.some((child) => child.type === 'issue_review'))
}

/** Earlier issues to look at: open ones first, then those closed within a year. */
export function earlierIssues(issues: readonly IssueShown[], now = Date.now()): IssueShown[] {
  const recent = (issue: IssueShown) =>
    issue.state === 'closed' && now - Date.parse(issue.closed_at ?? issue.changed_at) < YEAR_MS
  const open = issues.filter(isOpen).sort((a, b) => a.deadline.localeCompare(b.deadline))
  return [...open, ...issues.filter(recent)]
}

/** What an issue is called in a list. */
export function subjectOf(issue: Pick<IssueShown, 'description' | 'item_text'>): string {
  return issue.description || issue.item_text
}

function ofItems(body: ChecklistBody, judged: Evaluation): Gap[] {
  const numbers = numbersOf(body, judged)
  const items = new Map(itemsOf(body).map((item) => [item.code, item]))
  return judged.missing.map((one) => {
    const short = LACKING[one.reason] ?? one.text
    const said = one.child === null || one.reason === 'review' ? short : one.text
    const no = numbers.get(one.item)
    const text = items.get(one.item)?.type === 'text' ? one.text : said
    return {
      id: `${one.item}/${one.child ?? ''}/${one.reason}`,
      text: `${no === undefined ? items.get(one.item)?.text : `第 ${no} 题`}：${text}`,
      at: { item: one.item },
    }
  })
}
