/** The parts of the ledger a person switches between. */

import type { IssueCounts } from './wire'

export type LedgerTab = keyof IssueCounts

export const LEDGER_TABS: readonly { value: LedgerTab; name: string }[] = [
  { value: 'all', name: '全部' },
  { value: 'open', name: '未销号' },
  { value: 'reviewing', name: '待审核' },
  { value: 'overdue', name: '已逾期' },
  { value: 'listed', name: '挂牌' },
]
/** The server stops counting here. */
const CAP = 1000

export function tabFilter(tab: LedgerTab): { state?: string; overdue?: boolean; listed?: boolean } {
  switch (tab) {
    case 'open':
    case 'reviewing':
      return { state: tab }
    case 'overdue':
      return { overdue: true }
    case 'listed':
      return { listed: true }
    case 'all':
      return {}
  }
}

/** A number as it was counted: 1000 means at least that. */
export function counted(n: number | null): string {
  if (n === null) return '…'
  return n >= CAP ? `${CAP}+` : String(n)
}
