/** The rows ticked for a bulk order: they stay ticked from page to page, until another list is asked for. */

import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import type { IssueRow } from '@/domain/wire'

/** As many as one order may name. */
export const MOST_TICKED = 200

export interface Selection {
  ticked: Ref<ReadonlyMap<string, IssueRow>>
  full: ComputedRef<boolean>
  tick: (row: IssueRow) => void
  /** Ticks all these rows, or takes all ticks from them. */
  tickAll: (rows: readonly IssueRow[], on: boolean) => void
  clear: () => void
}

export function useSelection(items: Ref<IssueRow[]>): Selection {
  const ticked = shallowRef<ReadonlyMap<string, IssueRow>>(new Map())

  // An order names what the person sees now, not what stood there when it was ticked.
  watch(items, (rows) => {
    const seen = rows.filter((row) => ticked.value.has(row.id))
    if (seen.length) ticked.value = new Map([...ticked.value, ...seen.map((row) => [row.id, row] as const)])
  })

  function tickAll(rows: readonly IssueRow[], on: boolean): void {
    const next = new Map(ticked.value)
    for (const row of rows) {
      if (!on) next.delete(row.id)
      else if (next.size < MOST_TICKED) next.set(row.id, row)
    }
    ticked.value = next
  }

  return {
    ticked,
    full: computed(() => ticked.value.size >= MOST_TICKED),
    tick: (row) => tickAll([row], !ticked.value.has(row.id)),
    tickAll,
    clear: () => (ticked.value = new Map()),
  }
}
