/** What a person may order for many issues at once, and the words around it. */

import { isOpen } from '@/domain/issue-tag'
import type { IssueRow, Me } from '@/domain/wire'
import type { BulkMove } from '@/domain/wire-desk'

export interface BulkWords {
  name: string
  text: string
  /** Whom it goes to is asked. */
  unit: boolean
  note: { label: string; required: boolean }
}

export const BULK_WORDS: Record<BulkMove, BulkWords> = {
  assign: { name: '交办', text: '还没有承办单位的问题交给一个单位，由它签收办理。', unit: true, note: { label: '说明', required: false } },
  transfer: { name: '转办', text: '转办不重新计时，期限照走。', unit: true, note: { label: '转办原因', required: true } },
  remind: { name: '催办', text: '承办单位的人会收到催办消息。同一条问题一天只能催一次。', unit: false, note: { label: '催办的话', required: false } },
}

/** As the ledger's table has it; the server judges each row again. */
export function bulkMovesOf(me: Pick<Me, 'role' | 'level'>): BulkMove[] {
  switch (me.role) {
    case 'office':
      return me.level === 'county' ? ['assign', 'transfer', 'remind'] : ['remind']
    case 'bureau':
    case 'station':
      return ['transfer', 'remind']
    case 'inspector':
      return ['remind']
    default:
      return []
  }
}

/** How far a move fits the ticked rows, in words; empty when it fits all. */
export function unfitWords(move: BulkMove, rows: readonly IssueRow[]): string {
  const fits: Record<BulkMove, (row: IssueRow) => boolean> = {
    assign: (row) => row.state === 'registered',
    transfer: (row) => row.state === 'assigned' || row.state === 'rectifying',
    remind: (row) => isOpen(row) && row.unit !== null,
  }
  const unfit = rows.filter((row) => !fits[move](row)).length
  return unfit ? `其中 ${unfit} 项现在不能${BULK_WORDS[move].name}，会逐条说明原因。` : ''
}
