/** Records that the server keeps, in words for those who decide on them. */

import { monthDayClock, shanghaiDate } from './when'
import type { Intent } from './intent'
import type { KeptKind, KeptRow, KeptShown, KeptState, WatchedRow } from './wire-kept'

export const KEPT_KIND: Record<KeptKind, string> = { inspection: '督导记录', move: '问题办理', issue: '问题登记', handing: '代拟的督导表' }
export const KEPT_STATES: readonly { value: KeptState; name: string }[] = [
  { value: 'waiting', name: '待处理' },
  { value: 'delivered', name: '已收下' },
  { value: 'declined', name: '已退回' },
]

/** Why its phone could not hand it in. */
export function whyKept(row: Pick<WatchedRow, 'reason' | 'why'>): string {
  return row.reason === 'account_ended' ? '账号已停用，手机不能自己上传' : row.why || '服务器没有收下'
}

export const KEPT_TAG: Record<KeptState, { name: string; tone: string }> = {
  waiting: { name: '待处理', tone: 'warn' },
  delivered: { name: '已收下', tone: 'ok' },
  declined: { name: '已退回', tone: 'na' },
}

/** What became of it, or why it is here. */
export function saidOfKept(row: Pick<KeptRow, 'state' | 'note' | 'record_no' | 'reason' | 'why'>): string {
  if (row.state === 'declined') return `退回：${row.note}`
  return row.state === 'delivered' ? `编号 ${row.record_no ?? ''}` : whyKept(row)
}

/** When it was written and when it came here, each to stand unbroken. */
export function whenKept(row: { made_at: string; received_at: string }): string[] {
  const made = `${monthDayClock(row.made_at)} 写下`
  const sameDay = shanghaiDate(row.made_at) === shanghaiDate(row.received_at)
  return sameDay ? [made] : [`${made}，`, `${monthDayClock(row.received_at)} 送到`]
}

/** The record as its phone had it, to be put in words like any other. */
export function asWritten(shown: KeptShown): Intent {
  const { record_id: id, kind, subject, title, body, made_at: madeAt, media } = shown
  const common = { id, subject, title, madeAt, photos: media.map((one) => one.sha256), state: { at: 'waiting' } }
  return { ...common, kind, body } as unknown as Intent
}
