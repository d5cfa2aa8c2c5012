/** In which ways a visit may be made (DOMAIN 2.3): where only going there counts, and why. */

import { isOpen } from './issue-tag'
import type { Draft } from './visit'
import type { EntityShown, IssueShown, Mode } from './wire'
import { MODE } from './words'

export const MODES: { value: Mode; name: string; hint: string }[] = [
  { value: 'onsite', name: MODE['onsite'] ?? '', hint: '到店里看' },
  { value: 'group', name: MODE['group'] ?? '', hint: '把几家召集到一处，逐家过表' },
  { value: 'briefing', name: MODE['briefing'] ?? '', hint: '几家集中来汇报，逐家过表' },
  { value: 'video', name: MODE['video'] ?? '', hint: '用视频看店里' },
]

/** Why this visit must be made on the spot; null when it need not be.  The server judges the same. */
export function onlyOnsite(draft: Draft, entity: EntityShown | null, earlier: readonly IssueShown[]): string | null {
  if ((entity?.baobao_grade ?? draft.profile.grade) === 'A') return '包保 A 级主体必须现场督导'
  if (entity?.risk_level === 'D') return '风险等级 D 级主体必须现场督导'
  const open = earlier.filter(isOpen).length
  if (open) return `有 ${open} 项上次的问题要核对，必须现场督导`
  return Object.keys(draft.rechecks).length ? '核对以前的问题，必须现场督导' : null
}

/** What is to be said when the chosen way does not hold (any more). */
export function modeGap(draft: Draft, entity: EntityShown | null, earlier: readonly IssueShown[]): string | null {
  return draft.mode === 'onsite' ? null : onlyOnsite(draft, entity, earlier)
}
