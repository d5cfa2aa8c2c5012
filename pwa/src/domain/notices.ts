/** 公示牌 in words: in which state one is, and what printing a choice of them asks first. */

import type { NoticeCounts, NoticeRow, NoticeState, OpinionState } from './wire-notice'

type Tone = 'ok' | 'bad' | 'warn' | 'na' | 'acc'

export const NOTICE_STATE: Record<NoticeState, { name: string; tone: Tone }> = {
  changed: { name: '内容已变', tone: 'warn' },
  none: { name: '未制牌', tone: 'warn' },
  unprinted: { name: '未打印', tone: 'acc' },
  valid: { name: '有效', tone: 'ok' },
  revoked: { name: '已作废', tone: 'na' },
}

export const OPINION_STATE: Record<OpinionState, { name: string; tone: Tone }> = {
  new: { name: '未阅', tone: 'warn' },
  read: { name: '已阅', tone: 'acc' },
  done: { name: '已办', tone: 'ok' },
}

/** The states to choose from, with how many there are of each. */
export function stateOptions(counts: NoticeCounts | null): { value: NoticeState; name: string; count?: number }[] {
  const many: Partial<Record<NoticeState, number>> = counts
    ? { changed: counts.changed, none: counts.none, unprinted: counts.unprinted, valid: counts.printed - counts.changed, revoked: counts.revoked }
    : {}
  return (Object.keys(NOTICE_STATE) as NoticeState[]).map((value) => {
    const count = many[value]
    return { value, name: NOTICE_STATE[value].name, ...(count === undefined ? {} : { count }) }
  })
}

/** When its paper was printed or made. */
export function madeWords(row: NoticeRow): string {
  if (row.printed_on) return `${row.printed_on} 打印`
  return row.issued_on ? `${row.issued_on} 制牌，没打印过` : '还没有公示牌'
}

/** What no longer holds, or why it holds no more. */
export function whyWords(row: NoticeRow): string {
  return row.revoked_on ? `${row.revoked_on} ${row.revoked_for}` : row.changed.join('、')
}

/** Those that take a new version before they are printed. */
export function toIssue(rows: readonly NoticeRow[]): NoticeRow[] {
  return rows.filter((row) => row.state === 'none' || row.state === 'changed')
}

/** What is said before new versions are made; empty where none is needed. */
export function askBefore(rows: readonly NoticeRow[]): string {
  const none = rows.filter((row) => row.state === 'none').length
  const changed = rows.filter((row) => row.state === 'changed').length
  const parts = [changed && `${changed} 块内容已变，换发新版`, none && `${none} 家还没有公示牌，先制牌`].filter(Boolean)
  return parts.length ? `${parts.join('；')}。换发后旧牌的二维码显示“公示牌已更换”，请尽快换上新牌。` : ''
}
