import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { sentence } from '@/store/problems'

const TYPED_MS = 300

/** A search that is asked once the typing pauses; of several answers that to the last words counts. */
export interface TypedSearch<T> {
  words: Ref<string>
  found: ShallowRef<T | null>
  wrong: Ref<string>
  look: () => Promise<void>
}

export function useTypedSearch<T>(search: (words: string) => Promise<T | null>): TypedSearch<T> {
  const words = ref('')
  const wrong = ref('')
  const found = shallowRef<T | null>(null)
  let round = 0
  async function look(): Promise<void> {
    const mine = ++round
    wrong.value = ''
    try {
      const told = await search(words.value.trim())
      if (mine === round) found.value = told
    } catch (error) {
      if (mine === round) wrong.value = sentence(error)
    }
  }
  watch(words, (_now, _before, onCleanup) => {
    const timer = setTimeout(() => void look(), TYPED_MS)
    onCleanup(() => clearTimeout(timer))
  })
  return { words, found, wrong, look }
}
