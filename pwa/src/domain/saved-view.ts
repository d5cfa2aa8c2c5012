/** A saved view is kept in the server's own words for filters, and read back as a tab and what narrows it. */

import { askOf, filterOf, OPEN_STATES, type LedgerAsk } from './ledger-ask'
import type { LedgerTab } from './ledger-tabs'
import { shanghaiDate } from './when'
import type { SavedView } from './wire-desk'

export function savedQuery(ask: LedgerAsk, today: string): Record<string, string> {
  const words = Object.entries({ ...filterOf(ask, today), sort: ask.sort })
  return Object.fromEntries(words.map(([name, value]) => [name, String(value)]))
}

/** What a tab itself asks for is none of the view's filters. */
const OWN: Partial<Record<LedgerTab, Record<string, string>>> = {
  reviewing: { state: '' },
  critical: { severity: '' },
  due_week: { due_from: '', due_to: '' },
}

/** What a view asks for now: 本周 is this week, not the one it was saved in. */
export function askOfView(view: Pick<SavedView, 'id' | 'query'>): LedgerAsk {
  const { query } = view
  const tab = tabOf(query)
  return askOf({ ...query, ...OWN[tab], tab, view: view.id })
}

/** Whether the list still shows what the view says, whichever tab it stands on. */
export function isAsSaved(ask: LedgerAsk, view: Pick<SavedView, 'id' | 'query'>): boolean {
  const today = shanghaiDate(new Date())
  const words = (one: LedgerAsk): string => JSON.stringify(Object.entries(savedQuery(one, today)).sort())
  return words(ask) === words(askOfView(view))
}

function tabOf(query: Record<string, string>): LedgerTab {
  // Days that somebody chose are filters; only the tab leaves out what is overdue.
  if (query['due_to'] && query['overdue'] === 'false') return 'due_week'
  if (query['mine'] === 'true') return 'mine'
  if (query['approve'] === 'true') return 'approve'
  if (query['overdue'] === 'true') return 'overdue'
  if (query['state'] === 'reviewing') return 'reviewing'
  if (!isOnlyOpen(query['state'] ?? '')) return 'all'
  return query['severity'] === 'critical' ? 'critical' : 'open'
}

/** 未销号, or states that are all among it. */
function isOnlyOpen(state: string): boolean {
  return state === 'open' || (state !== '' && state.split(',').every((one) => (OPEN_STATES as readonly string[]).includes(one)))
}
