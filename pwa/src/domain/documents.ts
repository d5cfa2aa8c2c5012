/** Documents in words: their states, what they wait for, and what is still missing in a form. */

import type { DocumentRow, DocumentState, DocumentWanted, FieldOffered, SignOrder } from './wire-document'
import { monthDay } from './when'

export const WANTED: readonly { value: DocumentWanted; name: string }[] = [
  { value: 'to_sign', name: '待签收' },
  { value: 'to_answer', name: '待反馈' },
  { value: 'overdue', name: '逾期' },
  { value: 'answered', name: '已反馈' },
  { value: 'revoked', name: '已作废' },
]
/** As many issues as one document may name. */
export const MOST_NAMED = 50
export const HOW: readonly SignOrder['how'][] = ['直接送达', '留置送达', '邮寄送达', '电子送达', '转交送达']

const TAGS: Record<DocumentState, { name: string; tone: 'warn' | 'acc' | 'ok' | 'na' }> = {
  to_sign: { name: '待签收', tone: 'warn' },
  to_answer: { name: '待反馈', tone: 'acc' },
  answered: { name: '已反馈', tone: 'ok' },
  revoked: { name: '已作废', tone: 'na' },
}

export function tagOf(row: DocumentRow): { name: string; tone: 'bad' | 'warn' | 'acc' | 'ok' | 'na' } {
  if (!row.overdue) return TAGS[row.state]
  return { name: row.state === 'to_sign' ? '逾期未签收' : '逾期未反馈', tone: 'bad' }
}

/** What it waits for, or what came of it. */
export function waitsFor(row: DocumentRow): string {
  if (row.state === 'to_sign') return `${monthDay(row.sign_by)}前签收`
  if (row.state === 'to_answer') return `${monthDay(row.feedback_due)}前反馈`
  if (row.state === 'answered' && row.answered_on) return `${monthDay(row.answered_on)}已反馈`
  return ''
}

/** What has to be filled in still, field by field. */
export function lackingIn(fields: readonly FieldOffered[], values: Record<string, string>): Record<string, string> {
  const empty = fields.filter((field) => field.required && !values[field.name]?.trim())
  return Object.fromEntries(empty.map((field) => [field.name, `请填写${field.label}`]))
}
