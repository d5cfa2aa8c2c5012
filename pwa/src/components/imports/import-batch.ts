/** One batch in the wizard: what is shown of it, and what a person does to it. */

import { computed, ref, watch, type Ref } from 'vue'

import { firstStep, held, ready } from '@/domain/import-words'
import type { ImportFinding, ImportShown } from '@/domain/wire-import'
import * as imports from '@/store/imports'
import { Problem, sentence } from '@/store/problems'

export type Step = 'columns' | 'check' | 'confirm'

export function useImport(id: Ref<string>) {
  const batch = ref<ImportShown | null>(null)
  const step = ref<Step>('check')
  const kind = ref('error')
  const items = ref<ImportFinding[]>([])
  const next = ref<string | null>(null)
  const busy = ref(false)
  const failure = ref('')
  /** Rows that were changed since, when an undo is refused. */
  const refused = ref<string[]>([])

  async function doing(work: () => Promise<ImportShown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = ''
    refused.value = []
    try {
      batch.value = await work()
      await look()
      return true
    } catch (error) {
      failure.value = sentence(error)
      if (error instanceof Problem) refused.value = error.errors.map((one) => one.detail)
      return false
    } finally {
      busy.value = false
    }
  }

  async function look(cursor: string | null = null): Promise<void> {
    const all = kind.value === 'error' || kind.value === 'warning'
    const page = await imports.remoteFindings(id.value, { ...(all ? { gravity: kind.value } : { code: kind.value }), limit: 50, cursor })
    items.value = cursor ? [...items.value, ...page.items] : page.items
    next.value = page.next
  }

  async function open(): Promise<void> {
    await doing(async () => {
      const found = await imports.remoteImport(id.value)
      step.value = firstStep(found)
      kind.value = found.codes.some((one) => one.gravity === 'error') ? 'error' : 'warning'
      return found
    })
  }

  async function more(cursor: string | null): Promise<void> {
    try {
      await look(cursor)
    } catch (error) {
      failure.value = sentence(error)
    }
  }
  watch(kind, () => void more(null))
  /** A kind that was mended away leaves the list; the rest of it is shown. */
  watch(batch, (now) => {
    if (now && kind.value !== 'error' && kind.value !== 'warning' && !now.codes.some((one) => one.code === kind.value)) kind.value = 'error'
  })

  const can = computed(() => (batch.value ? ready(batch.value.counts) : 0))
  const left = computed(() => (batch.value ? held(batch.value.counts) : 0))
  return { batch, step, kind, items, next, busy, failure, refused, can, left, doing, open, more }
}
