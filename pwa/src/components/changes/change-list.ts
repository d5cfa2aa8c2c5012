/** A list of the server's, read when it is shown and again after a change. */

import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { sentence } from '@/store/problems'

export interface ChangeList<T> {
  rows: ShallowRef<T[] | null>
  next: Ref<string | null>
  failure: Ref<string>
  busy: Ref<boolean>
  load: (more?: boolean) => Promise<void>
}

export function useChangeList<T>(read: (cursor: string | null) => Promise<{ items: T[]; next: string | null }>): ChangeList<T> {
  const rows = shallowRef<T[] | null>(null)
  const next = ref<string | null>(null)
  const failure = ref('')
  const busy = ref(false)
  let round = 0

  async function load(more = false): Promise<void> {
    const mine = ++round
    busy.value = true
    failure.value = ''
    try {
      const page = await read(more ? next.value : null)
      // An answer to an older question must not overwrite a newer one.
      if (mine !== round) return
      rows.value = [...(more ? (rows.value ?? []) : []), ...page.items]
      next.value = page.next
    } catch (error) {
      if (mine === round) failure.value = sentence(error)
    } finally {
      if (mine === round) busy.value = false
    }
  }
  onMounted(() => load())
  return { rows, next, failure, busy, load }
}

/** A list that comes whole. */
export async function whole<T>(read: Promise<T[]>): Promise<{ items: T[]; next: null }> {
  return { items: await read, next: null }
}
