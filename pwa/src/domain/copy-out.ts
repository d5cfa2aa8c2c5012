/** What is on the phone in plain words, to be pasted into a message when it cannot be sent. */

import { itemsOf, type Answer, type ChecklistBody, type Item } from './checklist'
import type { Intent } from './intent'
import { RECHECK_RESULT } from './issue-events'
import { answersInWords } from './value-words'
import { SIGNED_BY } from './wire-commitment'
import type { VisitDraftContent } from './wire-signing'
import { clock, monthDay, shanghaiDate } from './when'
import type { IssueRegistered, MoveOrder } from './wire'
import { ANSWER, MODE, OUTCOME, ROLE, SEVERITY } from './words'

type Line = string | false | null | undefined | ''

/** `form` names the questions; without it their codes stand for them. `where` its pictures are. */
export function copyOut(made: Intent, form: ChecklistBody | null, where = '留在手机上'): string {
  return joined([
    made.title,
    ...body(made, form),
    made.photos.length > 0 && `照片和签名：${made.photos.length} 张，${where}`,
    `写下时间：${time(made.madeAt)}`,
    `编号：${made.id}`,
  ])
}

function body(made: Intent, form: ChecklistBody | null): Line[] {
  switch (made.kind) {
    case 'inspection':
      return visit(made.body, form)
    case 'move':
      return move(made.body)
    case 'issue':
      return registered(made.body)
    case 'handing':
      return ['代拟，等包保干部签字', ...visit(made.body, form)]
    case 'give_back':
      return [`退回协助人：${made.body.reason}`]
    case 'commitment':
      return [`签订方式：${SIGNED_BY[made.body.signed_by]}`]
    case 'feedback_read':
      return []
  }
}

function visit(given: VisitDraftContent & { finished_at?: string }, form: ChecklistBody | null): Line[] {
  const { participants, signatures, statement } = given
  return [
    `督导时间：${time(given.started_at)}${after(' 至 ', given.finished_at && clock(given.finished_at))}`,
    given.outcome === 'done' ? `方式：${MODE[given.mode]}` : `无法督导：${OUTCOME[given.outcome]}`,
    participants.length > 0 && `在场人员：${participants.map((one) => `${one.name}（${one.post ?? ROLE[one.role]}）`).join('、')}`,
    ...given.answers.map((one, n) => `${n + 1}. ${answered(one, form)}`),
    ...given.rechecks.map((one) => `复查上次问题：${RECHECK_RESULT[one.result]}${after('，', one.note)}`),
    statement && `说明：${statement}`,
    signatures.enterprise_refused && `企业人员没有签字${after('：', signatures.refusal_reason)}`,
  ]
}

function answered(given: Answer, form: ChecklistBody | null): string {
  const item = form && itemsOf(form).find((one) => one.code === given.item)
  return `${item?.text ?? given.item}：${answerWords(given, item)}`
}

/** An answer with everything under it, in one line. */
export function answerWords(given: Answer, item: Item | null | undefined): string {
  const children = answersInWords(item, given).map(({ text, value }) => `${text}：${value}`)
  const pictures = (given.photos?.length ?? 0) + (given.photos_after?.length ?? 0)
  const parts: Line[] = [
    given.answer && ANSWER[given.answer],
    given.note,
    given.severity && `程度：${SEVERITY[given.severity]}${after('，', given.severity_reason)}`,
    given.fixed_on_site && '当场改好',
    ...children,
    pictures > 0 && `照片 ${pictures} 张`,
  ]
  return joined(parts, '；')
}

function move(given: MoveOrder): Line[] {
  return [
    given.note && `说明：${given.note}`,
    given.date && `日期：${given.date}`,
    given.deadline && `期限：${given.deadline}`,
    given.days !== undefined && `天数：${given.days}`,
    given.number && `文号：${given.number}`,
    given.on_site !== undefined && (given.on_site ? '已到现场' : '没有到现场'),
  ]
}

function registered(given: IssueRegistered): Line[] {
  return [given.text, `问题描述：${given.description}`, `程度：${SEVERITY[given.severity]}`, `整改要求：${given.requirement}`, after('整改期限：', given.deadline && monthDay(given.deadline))]
}

function after(mark: string, words: string | null | undefined): string {
  return words ? mark + words : ''
}

function time(instant: string): string {
  return `${shanghaiDate(instant).slice(0, 4)}年${monthDay(instant)} ${clock(instant)}`
}

function joined(lines: Line[], by = '\n'): string {
  return lines.filter(Boolean).join(by)
}
