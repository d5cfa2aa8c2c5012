/** What the desk shows is what its address says: both change together. */

import { shallowRef, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { askOf, noFilters, onTab, queryOf, type FilterName, type LedgerAsk, type Sort } from '@/domain/ledger-ask'
import type { LedgerTab } from '@/domain/ledger-tabs'

const PLACE = '/ledger'

export interface DeskAsk {
  ask: Ref<LedgerAsk>
  tab: (tab: LedgerTab) => void
  filter: (name: FilterName, value: string) => void
  clear: () => void
  sort: (by: Sort) => void
  /** Opens an issue beside the list; none closes it. */
  open: (id: string) => void
  /** Gives what is shown the name of a saved view, or none. */
  named: (view: string) => void
  /** Shows what a saved view shows. */
  show: (ask: LedgerAsk) => void
}

export function useDeskAsk(): DeskAsk {
  const route = useRoute()
  const router = useRouter()
  const ask = shallowRef(askOf(route.query))

  // On the way to another page the address is no longer the ledger's.
  watch(() => route.fullPath, () => {
    if (route.path === PLACE) ask.value = askOf(route.query)
  })

  function go(next: LedgerAsk, how: 'push' | 'replace' = 'replace'): void {
    ask.value = next
    void router[how]({ path: PLACE, query: queryOf(next) })
  }

  return {
    ask,
    tab: (tab) => go({ ...onTab(ask.value, tab), open: '' }, 'push'),
    filter: (name, value) => go({ ...ask.value, filters: { ...ask.value.filters, [name]: value } }),
    clear: () => go({ ...ask.value, view: '', filters: noFilters() }),
    sort: (by) => go({ ...ask.value, sort: by }),
    open: (id) => go({ ...ask.value, open: id }),
    named: (view) => go({ ...ask.value, view }),
    show: (next) => go({ ...next, open: '' }, 'push'),
  }
}
