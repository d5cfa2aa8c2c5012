/** From a move sheet to an order: what is lacking, what is sent, and the words around it. */

import { extensionWords } from './issue-clock'
import { monthDayWeek } from './when'
import type { IssueShown, Move, MoveGiven, MoveName } from './wire'

type Value = string | boolean | string[]
export type Values = Readonly<Record<string, Value | undefined>>

interface Words {
  title?: string
  /** On a button beside others. */
  short?: string
  text?: string
  button?: string
  danger?: boolean
  /** Asked once more before it is done. */
  sure?: string
  phrases?: readonly string[]
}

const TOLD = '同意销号后，包保干部会收到反馈，企业打开整改链接能看到结果。'
const TO_COUNTERSIGN = '同意后还没有销号，报县级市场监管局另一人会签后才销号。'

export const MOVE_WORDS: Partial<Record<MoveName, Words>> = {
  accept: { text: '签收后开始跟进整改，可以把整改链接发给企业。', button: '签收' },
  transfer: { text: '转办不重新计时，期限照走。' },
  submit: { title: '代企业提交整改', short: '代报整改', text: '企业不会用链接时由所里代报。代报的人不能再复核这条。', button: '提交整改' },
  return: { title: '退回企业重新整改', button: '确认退回', danger: true },
  close: { button: '同意销号', sure: TOLD, phrases: ['已按要求整改到位', '现场核实无误'] },
  countersign: { button: '会签销号', sure: TOLD },
  request_extension: { text: '到期前只能申请一次，由县局审批。', button: '提交申请' },
  grant_extension: { text: '同意后按新的期限整改，只延这一次。', button: '同意延期' },
  refuse_extension: { text: '不同意的，按现在的期限整改，不能再申请。', button: '不同意延期' },
  propose_void: { text: '作废要食药安办另一人确认。发现人会收到通知。', button: '提议作废', danger: true },
  confirm_void: { button: '确认作废', sure: '作废后这条问题不再整改，发现人会收到通知。', danger: true },
  reopen: { text: '用于督查认定整改不实。首次销号保留在经过里。', danger: true },
  pause: { text: '停业、检验期间用。暂停期间期限不走，恢复后顺延。' },
  resume: { text: '从今天起接着计时，暂停的天数顺延。' },
  file_case: { text: '立案不等于销号，整改照常进行。' },
  list: { text: '挂牌期间不能销号，由同一级解除。' },
  end: { text: '只用于主体注销、搬离等情况。', sure: '终结后不再整改，也不算销号。', danger: true },
}

/** What a move answers: who asked for it and why, so that nobody decides without having read it. */
export function answers(move: Move, issue: Pick<IssueShown, 'flags' | 'events'>): string {
  const { extension, void_proposal: proposal } = issue.flags
  switch (move.move) {
    case 'grant_extension':
    case 'refuse_extension':
      return extension ? `${String(extension['by'])}申请延长 ${extensionWords(extension)}${untilWords(extension)}，理由：${String(extension['reason'])}` : ''
    case 'confirm_void':
      return proposal ? `${String(proposal['by'])}提议作废，理由：${String(proposal['reason'])}` : ''
    case 'countersign': {
      const closed = issue.events.filter((one) => one.move === 'close').at(-1)
      return closed ? `${closed.actor.name}的复核意见：${closed.note}` : ''
    }
    default:
      return ''
  }
}

/** The day that would be given. */
const untilWords = (extension: Readonly<Record<string, unknown>>): string =>
  typeof extension['until'] === 'string' ? `，到${monthDayWeek(extension['until'])}` : ''

/** What is asked once more before a move of this issue is made; undefined where nothing is. */
export function sureOf(move: Move, issue: Pick<IssueShown, 'severity'>): string | undefined {
  return move.move === 'close' && issue.severity === 'critical' ? TO_COUNTERSIGN : MOVE_WORDS[move.move]?.sure
}

export const RETURN_REASONS = [
  { value: 'photo', name: '照片看不清或角度不对', words: '照片看不清或角度不对，请按整改前的角度重新拍。' },
  { value: 'partly', name: '没有全部改完', words: '没有全部改完，请按整改要求改完后再提交。' },
  { value: 'proof', name: '缺少证明材料', words: '缺少证明材料，请补拍后再提交。' },
]

const ASK: Record<string, string> = { text: '请填写', number: '请填写', days: '请填写', photo: '请拍', date: '请选择', unit: '请选择', check: '请确认' }

/** What a move still needs, by field. */
export function lackingIn(move: Move, values: Values): Record<string, string> {
  const found: Record<string, string> = {}
  for (const need of move.needs) {
    const value = values[need.field]
    const empty = Array.isArray(value) ? value.length === 0 : typeof value === 'string' ? !value.trim() : !value
    if (need.required && empty) found[need.field] = `${ASK[need.kind] ?? '请填写'}${need.label}`
    else if (need.kind === 'days' && !empty && !inRange(Number(value), need.min, need.max)) {
      found[need.field] = `${need.label}应在 ${need.min ?? 1} 到 ${need.max ?? 365} ${need.unit ?? '天'}之间`
    }
  }
  return found
}

/** The order as it goes to the ledger; fields left empty are left out. */
export function givenOf(move: Move, values: Values): MoveGiven {
  const given: Record<string, unknown> = {}
  for (const { field, kind } of move.needs) {
    const value = values[field]
    if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) continue
    given[field] = kind === 'days' ? Number(value) : typeof value === 'string' ? value.trim() : value
  }
  return { ...given, move: move.move }
}

function inRange(days: number, min: number | null | undefined, max: number | null | undefined): boolean {
  return Number.isInteger(days) && days >= (min ?? 1) && days <= (max ?? 365)
}
