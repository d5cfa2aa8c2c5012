/** What matching is called on its screens. */

import type { LineShown, Mode, ProposalShown, Tab, Which } from './wire-matching'

export const TABS: Record<Tab, string> = { open: '待匹配', matched: '已匹配', adjust: '待调整' }
export const TAB_HEADS: Record<Tab, string> = { open: '还没有包保干部的企业', matched: '已有包保干部的企业', adjust: '包保关系要调整的企业' }
export const NOTHING: Record<Tab, string> = { open: '这里的企业都有包保干部了。', matched: '这里还没有已匹配的企业。', adjust: '没有不合规则的包保关系。' }
export const LEVELS = [
  { value: 'city', name: '市级' },
  { value: 'county', name: '区县级' },
  { value: 'town', name: '镇街级' },
  { value: 'village', name: '村级' },
] as const
export const LEVEL_OF_GRADE: Record<string, string> = { A: 'city', B: 'county', C: 'town', D: 'village' }

/** Firms of several grades go to cadres of several levels, so no one cadre may have them all; '' where they agree. */
export function mixedGrades(grades: readonly string[]): string {
  const apart = [...new Set(grades)].sort()
  if (apart.length < 2) return ''
  return `所选有 ${apart.join('、')} ${['两', '三', '四'][apart.length - 2] ?? ''}级，请分开匹配`
}

export const MODES: Record<Mode, string> = { vacant: '补齐', all: '全部重新权衡', hand: '手工匹配' }
export const STATES: Record<ProposalShown['state'], string> = { draft: '草稿', applied: '已生效', undone: '已撤回', dropped: '已放弃' }
export const WHICH: Record<Which, string> = { changed: '有变动', kept: '不变', unmatched: '没有人选', by_hand: '手工选定', stale: '没有办成', all: '全部' }

/** Principles behind the points, with their number among Qingdao's seven. */
export const PARTS: { name: string; said: string; cost?: boolean }[] = [
  { name: 'keep', said: '保持现有包保关系' },
  { name: 'liaison', said: '联系企业' },
  { name: 'head', said: '主政属地' },
  { name: 'line', said: '行业主管衔接' },
  { name: 'area', said: '在本人片区' },
  { name: 'spread', said: '区域不集中', cost: true },
  { name: 'balance', said: '工作量', cost: true },
  { name: 'over', said: '超过提醒上限', cost: true },
]

/** Where what an enterprise could not be matched for want of is written down. */
export function mendOf(line: Pick<LineShown, 'after' | 'grade' | 'reasons'>): { name: string; to: string } | null {
  if (line.after || !line.reasons.some((one) => one.code === 'full')) return null
  return { name: '去调整这一级干部的上限', to: `/duties?level=${LEVEL_OF_GRADE[line.grade] ?? ''}` }
}
