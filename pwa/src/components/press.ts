import { ref, type Ref } from 'vue'
import { sentence } from '@/store/problems'

/** What a button does: one at a time, and what went wrong in words. */
export interface Press {
  busy: Ref<boolean>
  wrong: Ref<string>
  press: (work: () => Promise<unknown>) => Promise<void>
}

export function usePress(): Press {
  const busy = ref(false)
  const wrong = ref('')
  async function press(work: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = true
    wrong.value = ''
    try {
      await work()
    } catch (error) {
      wrong.value = sentence(error)
    } finally {
      busy.value = false
    }
  }
  return { busy, wrong, press }
}
