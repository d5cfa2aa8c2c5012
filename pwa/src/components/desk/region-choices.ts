/** The places to choose from, nearest first: mine, and below a chosen one its own parts. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import type { Choice } from '@/components/desk/DeskMenu.vue'
import type { RegionRow } from '@/domain/wire'
import { sentence } from '@/store/problems'
import { remoteRegions } from '@/store/remote'

/** Digits a code has at each level, province first; the rest of its twelve are noughts. */
const DIGITS = [2, 4, 6, 9, 12]

export interface RegionChoices {
  choices: ComputedRef<Choice[]>
  /** The chosen place in words; its code until the words are here. */
  said: ComputedRef<string>
  wrong: Ref<string>
  load: () => Promise<void>
}

/** `home` is the code of the person's own place, `chosen` that of the place asked for or empty. */
export function useRegionChoices(home: () => string, chosen: () => string): RegionChoices {
  const below = shallowRef<Record<string, RegionRow[]>>({})
  const wrong = ref('')

  async function load(): Promise<void> {
    wrong.value = ''
    try {
      const missing = [home(), ...ancestors(chosen())].filter((code) => isWithin(code, home()) && !below.value[code])
      const found = await Promise.all([...new Set(missing)].map(async (code) => [code, (await remoteRegions(code)).data] as const))
      below.value = { ...below.value, ...Object.fromEntries(found) }
    } catch (error) {
      wrong.value = sentence(error)
    }
  }
  watch(chosen, (code) => code && void load(), { immediate: true })

  function listed(code: string, depth: number): Choice[] {
    return (below.value[code] ?? []).flatMap((one) => [
      { value: one.code, name: one.name, depth, more: one.has_children },
      ...(isWithin(chosen(), one.code) ? listed(one.code, depth + 1) : []),
    ])
  }

  return {
    choices: computed(() => listed(home(), 0)),
    said: computed(() => chosen() && (Object.values(below.value).flat().find((one) => one.code === chosen())?.name ?? chosen())),
    wrong,
    load,
  }
}

/** A place and those it lies in, as their codes tell. */
function ancestors(code: string): string[] {
  if (!code) return []
  return [...new Set(DIGITS.map((digits) => code.slice(0, digits).padEnd(12, '0')))]
}

function isWithin(code: string, place: string): boolean {
  return ancestors(code).includes(place)
}
