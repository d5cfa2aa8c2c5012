/** Drafts of checklists in words. */

import type { DraftChange, DraftRow, DraftState } from './wire-draft'

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

export function draftFacts(draft: Pick<DraftRow, 'items' | 'core' | 'valid_from' | 'version'>): string {
  const number = draft.version === null ? '' : `第 ${draft.version} 版 · `
  return `${number}${draft.items} 条，必查 ${draft.core} 条 · ${draft.valid_from} 起`
}
