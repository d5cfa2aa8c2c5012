/** The units that may have an issue in hand, by their names; they are on the server. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import type { Choice } from '@/components/desk/DeskMenu.vue'
import type { UnitRow } from '@/domain/wire'
import { sentence } from '@/store/problems'
import { remoteUnits } from '@/store/remote'

export interface UnitChoices {
  choices: ComputedRef<Choice[]>
  /** The chosen unit in words. */
  said: ComputedRef<string>
  wrong: Ref<string>
  load: () => Promise<void>
}

/** `chosen` is the id of the unit asked for, or empty: a link or a saved view may bring one. */
export function useUnitChoices(chosen: () => string): UnitChoices {
  const units = shallowRef<readonly UnitRow[]>([])
  const wrong = ref('')

  async function load(): Promise<void> {
    if (units.value.length) return
    wrong.value = ''
    try {
      units.value = (await remoteUnits()).data
    } catch (error) {
      wrong.value = sentence(error)
    }
  }
  watch(chosen, (id) => id && void load(), { immediate: true })

  return {
    choices: computed(() => units.value.map((one) => ({ value: one.id, name: one.name }))),
    said: computed(() => chosen() && (units.value.find((one) => one.id === chosen())?.name ?? '一个承办单位')),
    wrong,
    load,
  }
}
