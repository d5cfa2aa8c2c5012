/** One order at a time: what is lacking, what the server refused, and that it is on its way. */

import { ref, watch, type Ref } from 'vue'

import { uuid7 } from '@/domain/ids'
import { sentence } from '@/store/problems'
import { wrongIn } from '@/store/changes'

export interface ChangeForm {
  wrong: Ref<string>
  busy: Ref<boolean>
  /** The id of the order being written: the same until it has gone through. */
  id: () => string
  /** Sends it if nothing is lacking; true once it has gone through. */
  send: (lacking: string, order: () => Promise<unknown>) => Promise<boolean>
}

export function useChangeForm(shown: Ref<boolean>, open: () => void): ChangeForm {
  const wrong = ref('')
  const busy = ref(false)
  let id = ''
  watch(shown, (now) => {
    if (!now) return
    id = uuid7(Date.now())
    wrong.value = ''
    open()
  }, { immediate: true })

  async function send(lacking: string, order: () => Promise<unknown>): Promise<boolean> {
    wrong.value = lacking
    if (lacking || busy.value) return false
    busy.value = true
    try {
      await order()
      shown.value = false
      return true
    } catch (error) {
      wrong.value = wrongIn(error, sentence(error))
      // Mended, it is another order.
      id = uuid7(Date.now())
      return false
    } finally {
      busy.value = false
    }
  }
  return { wrong, busy, id: () => id, send }
}
