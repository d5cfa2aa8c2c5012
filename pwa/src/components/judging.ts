/** What a form asks and lacks as it stands: at once after a tap, while typing when the phone has time. */

import { computed, onScopeDispose, shallowRef, type ComputedRef, type Ref } from 'vue'

import { evaluate, type ChecklistBody, type Evaluation } from '@/domain/checklist'
import type { Draft } from '@/domain/visit'
import { sectionsOf, type FormSection } from '@/domain/visit-form'
import { shanghaiDate } from '@/domain/when'

/** A person who types on and on still sees what his words change, this much later. */
const LATEST_MS = 400

/** What is judged: the answers of a draft, by its form, at the server's hour. */
interface Judged {
  body: ChecklistBody
  draft: Draft
  skewMs: number
}

export type Haste = 'now' | 'typing'

export interface Judging {
  judged: ComputedRef<Evaluation | null>
  sections: ComputedRef<FormSection[]>
  /** The form has changed: look at it now, or when nothing more pressing is to be done. */
  look: (haste: Haste) => void
}

export function useJudging(form: Ref<Judged | null>): Judging {
  const seen = shallowRef<Judged | null>(null)
  let forget: (() => void) | null = null

  const judged = computed(() => {
    if (!seen.value) return null
    const { body, draft, skewMs } = seen.value
    const today = shanghaiDate(new Date(Date.now() - skewMs))
    return evaluate(body, draft.profile, Object.values(draft.answers), today, {
      rechecks: Object.values(draft.rechecks),
    })
  })
  const sections = computed(() => (seen.value && judged.value ? sectionsOf(seen.value.body, judged.value) : []))

  function lookNow(): void {
    forget?.()
    forget = null
    seen.value = form.value
  }
  function look(haste: Haste): void {
    if (haste === 'now') lookNow()
    else forget ??= whenIdle(lookNow)
  }
  onScopeDispose(() => forget?.())
  return { judged, sections, look }
}

/** Calls when the browser has time to spare; gives back how to call it off. */
function whenIdle(work: () => void): () => void {
  // Safari has no such call.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(work, LATEST_MS / 2)
    return () => clearTimeout(timer)
  }
  const asked = window.requestIdleCallback(work, { timeout: LATEST_MS })
  return () => window.cancelIdleCallback(asked)
}
