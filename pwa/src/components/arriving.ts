/** 照片上传中 goes by itself: while photos are on their way, what is shown is read again from time to time. */

import { onScopeDispose, watch } from 'vue'

const FIRST_MS = 5_000
const LONGEST_MS = 60_000

/** Calls `reread` while `pending` gives more than none, soon at first and then at longer and longer intervals. */
export function useArriving(pending: () => number, reread: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_MS

  function plan(): void {
    clearTimeout(timer)
    if (pending() === 0) return
    timer = setTimeout(() => void again(), wait)
    wait = Math.min(wait * 2, LONGEST_MS)
  }

  async function again(): Promise<void> {
    // Nobody looks at a page that lies behind another.
    if (document.visibilityState === 'visible') await reread().catch(() => undefined)
    plan()
  }

  watch(pending, () => {
    wait = FIRST_MS
    plan()
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
}
