/** The ledger at the desk: one page at a time, forth and back along the cursors. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import { backward, cursorOf, FIRST_PAGE, onward, type Pages } from '@/domain/pages'
import type { IssueCounts, IssueRow } from '@/domain/wire'
import { sentence } from '@/store/problems'
import { remoteCounts, remoteIssues, type Filter } from '@/store/remote'

export const PAGE_ROWS = 50

export interface DeskList {
  items: Ref<IssueRow[]>
  counts: Ref<IssueCounts | null>
  total: Ref<number | null>
  pages: Ref<Pages>
  busy: Ref<boolean>
  wrong: Ref<string | null>
  at: Ref<string | null>
  stale: Ref<boolean>
  hasNext: ComputedRef<boolean>
  hasPrevious: ComputedRef<boolean>
  reload: () => Promise<void>
  next: () => Promise<void>
  previous: () => Promise<void>
}

/** `filter` says what is listed, `base` what the counts of all tabs have in common. */
export function useDeskList(filter: () => Filter, base: () => Filter): DeskList {
  const items = shallowRef<IssueRow[]>([])
  const counts = shallowRef<IssueCounts | null>(null)
  const total = ref<number | null>(null)
  const following = ref<string | null>(null)
  const pages = shallowRef(FIRST_PAGE)
  const busy = ref(false)
  const wrong = ref<string | null>(null)
  const at = ref<string | null>(null)
  const stale = ref(false)
  let turn = 0
  let countTurn = 0

  async function load(wanted: Pages): Promise<void> {
    const mine = (turn += 1)
    busy.value = true
    wrong.value = null
    try {
      const told = await remoteIssues({ ...filter(), limit: PAGE_ROWS }, cursorOf(wanted))
      if (mine !== turn) return
      // All that was on the last page has been dealt with.
      if (!told.data.items.length && wanted.at > 0) return await load(backward(wanted))
      pages.value = wanted
      items.value = told.data.items
      following.value = told.data.next
      if (wanted.at === 0) total.value = told.data.total ?? null
      at.value = told.at
      stale.value = told.from === 'cache'
    } catch (error) {
      if (mine === turn) wrong.value = sentence(error)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  async function count(): Promise<void> {
    const mine = (countTurn += 1)
    const told = await remoteCounts(base()).catch(() => null)
    if (told && mine === countTurn) counts.value = told.data
  }

  async function reload(): Promise<void> {
    await Promise.all([load(pages.value), count()])
  }

  watch(() => JSON.stringify(filter()), (_now, before) => {
    if (before !== undefined) {
      items.value = []
      total.value = null
    }
    void load(FIRST_PAGE)
  }, { immediate: true })
  watch(() => JSON.stringify(base()), () => void count(), { immediate: true })

  return {
    items, counts, total, pages, busy, wrong, at, stale, reload,
    hasNext: computed(() => following.value !== null),
    hasPrevious: computed(() => pages.value.at > 0),
    next: async () => {
      if (following.value && !busy.value) await load(onward(pages.value, following.value))
    },
    previous: async () => {
      if (pages.value.at > 0 && !busy.value) await load(backward(pages.value))
    },
  }
}
