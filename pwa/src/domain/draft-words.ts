/** Drafts of checklists in words. */

import { beginnings, yearDay } from './period-words'
import { dayAfter, monthDay } from './when'
import type { DraftCaution, DraftChange, DraftRow, DraftState } from './wire-draft'

export const WAY: Record<DraftChange['way'], string> = {
  added: '新增',
  removed: '删去',
  tightened: '收紧',
  loosened: '放宽',
  reworded: '改写',
  changed: '其他',
}
const ORDER = Object.keys(WAY) as DraftChange['way'][]

/** The four checklists phones fill in, by the name of their business. */
export const FORMS = [
  { value: 'circulation', name: '食品销售' },
  { value: 'catering', name: '餐饮服务' },
  { value: 'production', name: '食品生产' },
  { value: 'special', name: '特殊食品' },
]

export const DRAFT_STATE: Record<DraftState, { tone: string; text: string }> = {
  waiting: { tone: 'warn', text: '待发布' },
  published: { tone: 'ok', text: '已发布' },
  withdrawn: { tone: 'na', text: '已撤回' },
}

export interface ChangesOfAWay {
  way: DraftChange['way']
  name: string
  changes: DraftChange[]
}

/** The changes under one heading each, what is new first. */
export function byWay(changes: readonly DraftChange[]): ChangesOfAWay[] {
  return ORDER.map((way) => ({ way, name: WAY[way], changes: changes.filter((one) => one.way === way) })).filter((one) => one.changes.length > 0)
}

/** Days from which a version may be put to use: every phone has it by tomorrow, a whole quarter is alike from its first day. */
export function firstDays(today: string): { value: string; name: string }[] {
  const tomorrow = dayAfter(today)
  const next = beginnings('quarter', today, 2).at(1)?.value ?? tomorrow
  return [
    { value: tomorrow, name: `明天（${monthDay(tomorrow)}）` },
    ...(next === tomorrow ? [] : [{ value: next, name: `下季度（${monthDay(next)}）` }]),
  ]
}

/** Which visits a version is for that begins on a day. */
export function affectedWords(from: string, today: string): string[] {
  const first = beginnings('quarter', from, 1).at(0)?.value
  return [
    `${from === today ? '今天' : yearDay(from)}起开始的督导用新版；在那之前已经开始的按旧版填完，也可以换成新版，旧版的记录再收 30 天。`,
    ...(first === from ? [] : ['这一天在季度中间：这个季度里先督导的用旧版，后督导的用新版。要整季一致，选季度第一天。']),
  ]
}

/** What is ticked to confirm a caution. */
export function confirmWords({ key }: Pick<DraftCaution, 'key'>): string {
  return key === 'removed' ? '核对过，上面这些确实不再查' : '核对过，名称和条款没写错'
}

export function draftFacts(draft: Pick<DraftRow, 'items' | 'core' | 'valid_from' | 'version'>): string {
  const number = draft.version === null ? '' : `第 ${draft.version} 版 · `
  return `${number}${draft.items} 条，必查 ${draft.core} 条 · ${draft.valid_from} 起`
}
