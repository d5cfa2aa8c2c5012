/** Newer versions of the checklists being filled in: offered with what they change, never forced. */

import { computed, shallowRef, watch, type ComputedRef } from 'vue'

import type { VisitDraft } from '@/components/visit-draft'
import { carriedOver, type CarriedOver } from '@/domain/carry-over'
import type { ChecklistBody } from '@/domain/checklist'
import { newerPins, pinsOf, type Pins } from '@/domain/modules'
import { shanghaiDate } from '@/domain/when'
import { BUSINESS_TYPE } from '@/domain/words'
import { checklist, formOf, newestHere } from '@/store/catalogue'
import { useLive } from '@/store/live'

export interface Offered {
  body: ChecklistBody
  pins: Pins
  /** 第 2 版, or where there are several lists, which. */
  words: string
}

export interface VersionOffer {
  /** What is offered; null when there is nothing newer, or it was declined for this visit. */
  next: ComputedRef<Offered | null>
  /** The visit as it would go on; worked out only when asked. */
  carried: () => CarriedOver | null
  take: () => void
  decline: () => void
}

export function useVersionOffer(visit: VisitDraft): VersionOffer {
  const newest = useLive(() => newestHere(shanghaiDate(new Date())), [])
  const found = shallowRef<Offered | null>(null)
  const wanted = computed(() => {
    const draft = visit.form.value?.draft
    // A correction stays on the form of what it corrects.
    const pins = !draft || draft.corrects ? null : newerPins(draft, newest.value)
    return pins && JSON.stringify(pins)
  })
  watch(wanted, async (key) => {
    found.value = key ? await offered(JSON.parse(key) as Pins).catch(() => null) : null
  }, { immediate: true })

  async function offered(pins: Pins): Promise<Offered | null> {
    const draft = visit.form.value?.draft
    if (!draft) return null
    const before = new Map(pinsOf(draft).map(({ id, version }) => [id, version]))
    const newer = pinsOf(pins).filter(({ id, version }) => before.get(id) !== version)
    const lists = await Promise.all(newer.map(({ id, version }) => checklist(id, version)))
    const words = lists.map((one) => `${pins.modules ? (BUSINESS_TYPE[one.business_type] ?? '') : ''}第 ${one.version} 版`)
    return { body: await formOf(pins), pins, words: words.join('、') }
  }

  const next = computed(() => {
    const draft = visit.form.value?.draft
    const offer = found.value
    return offer && draft && wanted.value === JSON.stringify(offer.pins) && draft.declined !== wanted.value ? offer : null
  })

  function carried(): CarriedOver | null {
    const form = visit.form.value
    if (!form || !next.value) return null
    return carriedOver(form.draft, form.body, next.value.body, shanghaiDate(new Date(Date.now() - form.skewMs)))
  }
  function take(): void {
    const over = carried()
    if (over && next.value) visit.replaceForm(next.value.body, { ...over.draft, ...next.value.pins })
  }
  function decline(): void {
    if (next.value && wanted.value) visit.change({ declined: wanted.value }, 'now')
  }
  return { next, carried, take, decline }
}
