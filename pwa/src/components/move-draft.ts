/** A move being written in its sheet: on the phone from the first keystroke, there again after a kill. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { shanghaiDate } from '@/domain/when'
import type { MoveName } from '@/domain/wire'
import { sentence } from '@/store/problems'
import { moveDraft, saveMoveDraft, type MoveDraft } from '@/store/moves'

const TYPING_MS = 120

export interface MoveForm {
  values: Ref<MoveDraft['values']>
  reason: Ref<string | null>
  /** Why the last save failed; null when it is on the phone. */
  unsaved: Ref<string | null>
  /** Begins with what was written of this move before, if anything. */
  open: (issueId: string, move: MoveName) => Promise<void>
  flush: () => Promise<void>
  /** The move has been handed in: nothing here writes it again. */
  close: () => void
}

/** Most often it was put right the same day, as the enterprise's own form begins. */
const usual = (move: MoveName): MoveDraft['values'] => (move === 'submit' ? { date: shanghaiDate(new Date()) } : {})

export function useMoveDraft(): MoveForm {
  const values = ref<MoveDraft['values']>({})
  const reason = ref<string | null>(null)
  const unsaved = ref<string | null>(null)
  let at: { issueId: string; move: MoveName } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false

  async function open(issueId: string, move: MoveName): Promise<void> {
    await flush()
    at = null
    values.value = {}
    reason.value = null
    unsaved.value = null
    const found = await moveDraft(issueId, move).catch(() => null)
    const typed = Object.keys(values.value).length > 0
    if (found && !typed) {
      reason.value = found.reason
      values.value = found.values
    } else if (!found && !typed) values.value = usual(move)
    at = { issueId, move }
    dirty = typed
    if (typed) await flush()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (!at || !dirty) return
    dirty = false
    const kept = { values: plain(values.value), reason: reason.value }
    try {
      await saveMoveDraft(at.issueId, at.move, kept)
      unsaved.value = null
    } catch (error) {
      dirty = true
      unsaved.value = sentence(error)
    }
  }

  function close(): void {
    clearTimeout(timer)
    dirty = false
    at = null
  }

  watch([values, reason], () => {
    if (!at) return
    dirty = true
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), TYPING_MS)
  }, { deep: true, flush: 'sync' })

  const leaving = (): void => void flush()
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void flush()
  }
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', leaving)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', leaving)
    void flush()
  })
  return { values, reason, unsaved, open, flush, close }
}

function plain(values: MoveDraft['values']): MoveDraft['values'] {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, Array.isArray(value) ? [...value] : value]))
}
