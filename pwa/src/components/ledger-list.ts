/** The ledger as a list: one page after the other, kept while an issue is looked at. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import type { IssueCounts, IssueRow } from '@/domain/wire'
import { sentence } from '@/store/problems'
import { remoteCounts, remoteIssues, type Filter } from '@/store/remote'

export interface LedgerList {
  items: Ref<IssueRow[]>
  counts: Ref<IssueCounts | null>
  total: Ref<number | null>
  more: ComputedRef<boolean>
  busy: Ref<boolean>
  wrong: Ref<string | null>
  /** When what is shown was read, and whether the server could not be reached since. */
  at: Ref<string | null>
  stale: Ref<boolean>
  reload: () => Promise<void>
  loadMore: () => Promise<void>
}

/** Back from an issue the list stands where it stood. */
let kept: { key: string; items: IssueRow[]; next: string | null; total: number | null } | null = null

export function useLedgerList(filter: () => Filter, base: () => Filter): LedgerList {
  const items = shallowRef<IssueRow[]>([])
  const next = ref<string | null>(null)
  const total = ref<number | null>(null)
  const counts = ref<IssueCounts | null>(null)
  const busy = ref(false)
  const wrong = ref<string | null>(null)
  const at = ref<string | null>(null)
  const stale = ref(false)
  let turn = 0

  const keyNow = (): string => JSON.stringify(filter())
  if (kept?.key === keyNow()) {
    items.value = kept.items
    next.value = kept.next
    total.value = kept.total
  }

  async function load(cursor: string | null): Promise<void> {
    const mine = (turn += 1)
    busy.value = true
    wrong.value = null
    try {
      const told = await remoteIssues(filter(), cursor)
      if (mine !== turn) return
      items.value = cursor ? [...items.value, ...told.data.items] : fresh(told.data.items)
      if (cursor || items.value.length === told.data.items.length) next.value = told.data.next
      total.value = cursor ? total.value : (told.data.total ?? null)
      at.value = told.at
      stale.value = told.from === 'cache'
      kept = { key: keyNow(), items: items.value, next: next.value, total: total.value }
    } catch (error) {
      if (mine === turn) wrong.value = sentence(error)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  /** The first page again: later pages that were read already stay below it. */
  function fresh(first: IssueRow[]): IssueRow[] {
    if (kept?.key !== keyNow() || kept.items.length <= first.length) return first
    const ids = new Set(first.map((one) => one.id))
    return [...first, ...kept.items.slice(first.length).filter((one) => !ids.has(one.id))]
  }

  async function reload(): Promise<void> {
    const told = remoteCounts(base()).then((found) => (counts.value = found.data), () => undefined)
    await Promise.all([load(null), told])
  }

  watch([filter, base], (_now, before) => {
    if (before[0] && kept?.key !== keyNow()) items.value = []
    void reload()
  }, { immediate: true })

  return {
    items, counts, total, busy, wrong, at, stale, reload,
    more: computed(() => next.value !== null),
    loadMore: async () => {
      if (next.value && !busy.value) await load(next.value)
    },
  }
}
