/** A newer version of the checklist being filled in: offered with what it changes, never forced. */

import { computed, shallowRef, watch, type ComputedRef } from 'vue'

import type { VisitDraft } from '@/components/visit-draft'
import { carriedOver, type CarriedOver } from '@/domain/carry-over'
import type { ChecklistBody } from '@/domain/checklist'
import { shanghaiDate } from '@/domain/when'
import { checklist, newestHere } from '@/store/catalogue'
import { useLive } from '@/store/live'

export interface VersionOffer {
  /** The version offered; null when there is none, or it was declined for this visit. */
  next: ComputedRef<ChecklistBody | null>
  /** The visit as it would go on; worked out only when asked. */
  carried: () => CarriedOver | null
  take: () => void
  decline: () => void
}

export function useVersionOffer(visit: VisitDraft): VersionOffer {
  const newest = useLive(() => newestHere(shanghaiDate(new Date())), [])
  const found = shallowRef<ChecklistBody | null>(null)
  const wanted = computed(() => {
    // A correction stays on the form of what it corrects.
    if (visit.form.value?.draft.corrects) return null
    const pinned = visit.form.value?.draft.checklist
    const here = newest.value.find((one) => one.id === pinned?.id)
    return pinned && here && here.version > pinned.version ? here.version : null
  })
  watch(wanted, async (version) => {
    const id = visit.form.value?.draft.checklist.id
    found.value = id && version ? await checklist(id, version).catch(() => null) : null
  }, { immediate: true })

  const next = computed(() => {
    const draft = visit.form.value?.draft
    const body = found.value
    return body && draft && !draft.corrects && body.version > draft.checklist.version && body.version !== draft.declined ? body : null
  })

  function carried(): CarriedOver | null {
    const form = visit.form.value
    if (!form || !next.value) return null
    return carriedOver(form.draft, form.body, next.value, shanghaiDate(new Date(Date.now() - form.skewMs)))
  }
  function take(): void {
    const over = carried()
    if (over && next.value) visit.replaceForm(next.value, over.draft)
  }
  function decline(): void {
    if (next.value) visit.change({ declined: next.value.version }, 'now')
  }
  return { next, carried, take, decline }
}
