/** A saved view is kept in the server's own words for filters, and read back as a tab and what narrows it. */

import { askOf, filterOf, type LedgerAsk } from './ledger-ask'
import type { LedgerTab } from './ledger-tabs'
import type { SavedView } from './wire-desk'

export function savedQuery(ask: LedgerAsk, today: string): Record<string, string> {
  const words = Object.entries({ ...filterOf(ask, today), sort: ask.sort })
  return Object.fromEntries(words.map(([name, value]) => [name, String(value)]))
}

/** What a tab itself asks for is none of the view's filters. */
const OWN: Partial<Record<LedgerTab, Record<string, string>>> = {
  critical: { severity: '' },
  due_week: { due_from: '', due_to: '' },
}

/** What a view asks for now: 本周 is this week, not the one it was saved in. */
export function askOfView(view: Pick<SavedView, 'id' | 'query'>): LedgerAsk {
  const { query } = view
  const tab = tabOf(query)
  return askOf({ ...query, ...OWN[tab], tab, view: view.id })
}

/** Whether the list still shows what the view says. */
export function isAsSaved(ask: LedgerAsk, view: Pick<SavedView, 'id' | 'query'>): boolean {
  const now = JSON.stringify({ ...ask, open: '' })
  return now === JSON.stringify(askOfView(view))
}

function tabOf(query: Record<string, string>): LedgerTab {
  // Days that somebody chose are filters; only the tab leaves out what is overdue.
  if (query['due_to'] && query['overdue'] === 'false') return 'due_week'
  if (query['mine'] === 'true') return 'mine'
  if (query['overdue'] === 'true') return 'overdue'
  if (query['state'] === 'reviewing') return 'reviewing'
  if (query['state'] !== 'open') return 'all'
  return query['severity'] === 'critical' ? 'critical' : 'open'
}
