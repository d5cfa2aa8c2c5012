/** The parts of the ledger a person switches between, on the phone and at the desk. */

import type { IssueCounts, Me } from './wire'
import { weekOf } from './when'

export type LedgerTab = 'open' | 'mine' | 'approve' | 'reviewing' | 'overdue' | 'due_week' | 'critical' | 'listed' | 'all'

const NAMES: Record<LedgerTab, string> = {
  open: '未销号',
  mine: '待我办理',
  approve: '待审批',
  reviewing: '待复核',
  overdue: '已逾期',
  due_week: '本周到期',
  critical: '重大问题',
  listed: '挂牌',
  all: '全部',
}
const PHONE_TABS: readonly LedgerTab[] = ['all', 'open', 'mine', 'approve', 'reviewing', 'overdue', 'listed']
const DESK_TABS: readonly LedgerTab[] = ['open', 'mine', 'approve', 'reviewing', 'overdue', 'due_week', 'critical', 'all']
/** The server stops counting here. */
const CAP = 1000

type Who = Pick<Me, 'role' | 'level'> | undefined

/** 待审批 stands where somebody is asked: the county's bureau for 延期 and 会签, its office for 作废. */
export function deskTabs(me: Who): readonly LedgerTab[] {
  return DESK_TABS.filter((one) => one !== 'approve' || answers(me))
}

/** On the phone's narrow row 待我办理 stands only for whom something can wait. */
export function phoneTabs(me: Who): readonly LedgerTab[] {
  const handles = answers(me) || me?.role === 'station' || me?.role === 'bureau'
  return PHONE_TABS.filter((one) => (one !== 'approve' || answers(me)) && (one !== 'mine' || handles))
}

const answers = (me: Who): boolean => me?.level === 'county' && (me.role === 'bureau' || me.role === 'office')

export function tabNamed(name: string): LedgerTab | null {
  return Object.keys(NAMES).includes(name) ? (name as LedgerTab) : null
}

export function tabName(tab: LedgerTab): string {
  return NAMES[tab]
}

/** What a tab asks of the server; 本周 is the week `today` lies in. */
export function tabFilter(tab: LedgerTab, today: string): Record<string, string | boolean> {
  switch (tab) {
    case 'open':
    case 'reviewing':
      return { state: tab }
    case 'mine':
    case 'approve':
      return { [tab]: true }
    case 'overdue':
      return { overdue: true }
    case 'due_week': {
      const { first, last } = weekOf(today)
      return { state: 'open', overdue: 'false', due_from: first, due_to: last }
    }
    case 'critical':
      return { state: 'open', severity: 'critical' }
    case 'listed':
      return { listed: true }
    case 'all':
      return {}
  }
}

/** How many a tab holds; undefined where the server does not say. */
export function countOf(tab: LedgerTab, counts: IssueCounts | null): number | undefined {
  return counts?.[tab]
}

/** A number as it was counted: 1000 means at least that. */
export function counted(n: number | null): string {
  if (n === null) return '…'
  return n >= CAP ? `${CAP}+` : String(n)
}
