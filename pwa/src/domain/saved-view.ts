/** A saved view is kept in the server's own words for filters, and read back as a tab and what narrows it. */

import { askOf, filterOf, type LedgerAsk } from './ledger-ask'
import type { LedgerTab } from './ledger-tabs'
import type { SavedView } from './wire-desk'

export function savedQuery(ask: LedgerAsk, today: string): Record<string, string> {
  const words = Object.entries({ ...filterOf(ask, today), sort: ask.sort })
  return Object.fromEntries(words.map(([name, value]) => [name, String(value)]))
}

/** What a view asks for now: 本周 is this week, not the one it was saved in. */
export function askOfView(view: Pick<SavedView, 'id' | 'query'>): LedgerAsk {
  const { query } = view
  const tab = tabOf(query)
  const own = { ...query, ...(tab === 'critical' ? { severity: '' } : {}) }
  return askOf({ ...own, tab, view: view.id })
}

/** Whether the list still shows what the view says. */
export function isAsSaved(ask: LedgerAsk, view: Pick<SavedView, 'id' | 'query'>): boolean {
  const now = JSON.stringify({ ...ask, open: '' })
  return now === JSON.stringify(askOfView(view))
}

function tabOf(query: Record<string, string>): LedgerTab {
  if (query['due_to']) return 'due_week'
  if (query['mine'] === 'true') return 'mine'
  if (query['overdue'] === 'true') return 'overdue'
  if (query['state'] === 'reviewing') return 'reviewing'
  if (query['state'] !== 'open') return 'all'
  return query['severity'] === 'critical' ? 'critical' : 'open'
}
