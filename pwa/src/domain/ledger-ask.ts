/** What is asked of the ledger, as it stands in the address: the same words on the phone and at the desk. */

import { SEVERITIES } from './checklist-format'
import { tabFilter, tabNamed, type LedgerTab } from './ledger-tabs'
import type { IssueState } from './wire'
import { BUSINESS_TYPE, GRADE_LEVEL } from './words'

/** Filters that combine; an empty one asks for any. Some are comma lists. */
export const FILTER_NAMES = [
  'q', 'state', 'region', 'unit', 'grade', 'business', 'severity', 'quarter', 'repeat', 'returned', 'listed',
  'due_from', 'due_to', 'escalated', 'batch',
] as const
export type FilterName = (typeof FILTER_NAMES)[number]
export type Filters = Record<FilterName, string>
export type Sort = 'deadline' | 'found'

export interface LedgerAsk {
  tab: LedgerTab
  filters: Filters
  sort: Sort
  /** The saved view it began with; empty for none. */
  view: string
  /** The issue that lies open beside the list; empty for none. */
  open: string
}

/** An address's query, as the router gives it. */
export type Query = Readonly<Record<string, unknown>>

export const OPEN_STATES: readonly IssueState[] = ['registered', 'assigned', 'rectifying', 'reviewing']
export const ALL_STATES: readonly IssueState[] = [...OPEN_STATES, 'closed', 'voided', 'ended']

const LISTS: Partial<Record<FilterName, readonly string[]>> = {
  state: ALL_STATES,
  grade: Object.keys(GRADE_LEVEL),
  business: Object.keys(BUSINESS_TYPE),
  severity: SEVERITIES,
}
const FLAGS: readonly FilterName[] = ['repeat', 'returned', 'listed']

export function noFilters(): Filters {
  return Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])) as Filters
}

/** What an address asks for; what it spells wrongly is left out. */
export function askOf(query: Query): LedgerAsk {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name].trim() : '')
  const filters = noFilters()
  for (const name of FILTER_NAMES) filters[name] = clean(name, text(name))
  const tab = tabNamed(text('tab')) ?? 'open'
  return {
    tab,
    filters: settled(tab, filters),
    sort: text('sort') === 'found' || text('sort') === 'deadline' ? (text('sort') as Sort) : usualSort(tab),
    view: text('view'),
    open: text('open'),
  }
}

/** The address of what is asked; what goes without saying is left out. */
export function queryOf(ask: LedgerAsk): Record<string, string> {
  const said: Record<string, string> = {}
  if (ask.tab !== 'open') said['tab'] = ask.tab
  for (const name of FILTER_NAMES) if (ask.filters[name]) said[name] = ask.filters[name]
  if (ask.sort !== usualSort(ask.tab)) said['sort'] = ask.sort
  if (ask.view) said['view'] = ask.view
  if (ask.open) said['open'] = ask.open
  return said
}

/** What the server is asked for the list; the tab's own demands come last, but 未销号 leaves room for one of its states. */
export function filterOf(ask: LedgerAsk, today: string): Record<string, string | boolean> {
  const demand = tabFilter(ask.tab, today)
  const { state } = ask.filters
  return { ...asked(ask.filters), ...demand, ...(state && demand['state'] === 'open' ? { state } : {}) }
}

/** What the counts of all tabs have in common: each says what it would show, and a state is chosen within one of them. */
export function baseOf(ask: LedgerAsk): Record<string, string | boolean> {
  return asked({ ...ask.filters, state: '' })
}

/** What is due first, of what is open; of all there ever was, what was found last. */
function usualSort(tab: LedgerTab): Sort {
  return tab === 'all' ? 'found' : 'deadline'
}

export function isNarrowed(ask: LedgerAsk): boolean {
  return FILTER_NAMES.some((name) => ask.filters[name])
}

/** The same filters under another tab, but for the state; those of a saved view stay behind with it. */
export function onTab(ask: LedgerAsk, tab: LedgerTab): LedgerAsk {
  const sort = ask.sort === usualSort(ask.tab) ? usualSort(tab) : ask.sort
  return { ...ask, tab, sort, view: '', filters: ask.view ? noFilters() : settled(tab, { ...ask.filters, state: '' }) }
}

/** A comma list with `value` put in or taken out, in the order of `all`. */
export function toggled(list: string, value: string, all: readonly string[]): string {
  const now = new Set(list.split(',').filter(Boolean))
  if (!now.delete(value)) now.add(value)
  return all.filter((one) => now.has(one)).join(',')
}

/** The states that a tab leaves to choose from; none where it is one itself. */
export function statesOf(tab: LedgerTab): readonly IssueState[] {
  if (tab === 'reviewing') return []
  return tab === 'all' ? ALL_STATES : OPEN_STATES
}

/** 重大问题 says itself what severity is meant, 待复核 what state, and the others that it is open. */
function settled(tab: LedgerTab, filters: Filters): Filters {
  const state = statesOf(tab).filter((one) => filters.state.split(',').includes(one)).join(',')
  return { ...filters, state, ...(tab === 'critical' ? { severity: '' } : {}) }
}

function clean(name: FilterName, value: string): string {
  if (FLAGS.includes(name)) return value === 'true' ? value : ''
  if (name === 'quarter') return /^\d{4}Q[1-4]$/.test(value) ? value : ''
  if (name === 'due_from' || name === 'due_to') return /^\d{4}-\d\d-\d\d$/.test(value) ? value : ''
  if (name === 'escalated') return value === 'county' || value === 'city' ? value : ''
  const known = LISTS[name]
  if (!known) return value
  const wanted = value.split(',')
  return known.filter((one) => wanted.includes(one)).join(',')
}

function asked(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value))
}
