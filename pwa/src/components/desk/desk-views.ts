/** The saved views of this person and his colleagues. */

import { shallowRef, type Ref } from 'vue'

import type { SavedView, ViewKept } from '@/domain/wire-desk'
import { dropView, keepView, savedViews } from '@/store/desk'

export interface DeskViews {
  views: Ref<SavedView[]>
  load: () => Promise<void>
  keep: (view: ViewKept) => Promise<SavedView>
  drop: (id: string) => Promise<void>
}

export function useDeskViews(): DeskViews {
  const views = shallowRef<SavedView[]>([])

  async function load(): Promise<void> {
    // Without them the list works all the same.
    views.value = await savedViews().catch(() => views.value)
  }
  void load()

  return {
    views,
    load,
    keep: async (view) => {
      const kept = await keepView(view)
      await load()
      return kept
    },
    drop: async (id) => {
      await dropView(id)
      await load()
    },
  }
}
