/** What an office asks of the records; the address keeps it, so that coming back shows the same list. */

import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { FILTERS, type RecordFilter, type RecordFilterName } from '@/domain/record-words'

const TYPING_MS = 350

export interface RecordAsk {
  filter: ComputedRef<RecordFilter>
  /** How many of them narrow the list. */
  many: ComputedRef<number>
  set: (name: RecordFilterName, value: string) => void
  put: (asked: RecordFilter) => void
  clear: () => void
  /** Typed so far, asked for a moment later. */
  typed: (name: 'q' | 'cadre') => Ref<string>
}

export function useRecordFilter(): RecordAsk {
  const route = useRoute()
  const router = useRouter()
  const read = (name: string): string => (typeof route.query[name] === 'string' ? route.query[name] : '')
  const filter = computed(() => Object.fromEntries(FILTERS.map((name) => [name, read(name)])) as unknown as RecordFilter)

  function put(asked: RecordFilter): void {
    void router.replace({ query: Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) })
  }
  const set: RecordAsk['set'] = (name, value) => put({ ...filter.value, [name]: value })

  function typed(name: 'q' | 'cadre'): Ref<string> {
    const words = ref(filter.value[name])
    watch(words, (now, _before, onCleanup) => {
      const timer = setTimeout(() => now.trim() !== filter.value[name] && set(name, now.trim()), TYPING_MS)
      onCleanup(() => clearTimeout(timer))
    })
    // Cleared elsewhere, or come back to by the browser's button.
    watch(() => filter.value[name], (now) => now !== words.value.trim() && (words.value = now))
    return words
  }

  return {
    filter,
    set,
    put,
    typed,
    many: computed(() => FILTERS.filter((name) => filter.value[name]).length),
    clear: () => void router.replace({ query: {} }),
  }
}
