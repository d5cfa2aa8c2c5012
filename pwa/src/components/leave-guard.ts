/** Nobody leaves a form by accident while its last words are only in memory. */

import { onBeforeUnmount } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

import type { VisitDraft } from '@/components/visit-draft'
import { isSure } from '@/components/sure'
import { LEAVING_MS, settled } from '@/store/under-way'

/** Holds the page until the draft is on disk; when it cannot be written, the person decides. */
export function guardLeaving(visit: VisitDraft, last: () => void = () => undefined): void {
  onBeforeRouteLeave(async () => {
    await settled(LEAVING_MS)
    last()
    if ((await visit.flush()) || visit.elsewhere.value) return true
    return !(await isSure({
      title: '最后的改动还没存上',
      message: '现在离开，没存上的内容会丢。留在这一页，点“腾出空间再存”。',
      confirmButtonText: '留下',
      cancelButtonText: '仍要离开',
      closeOnPopstate: false,
    }))
  })
  const closing = (event: BeforeUnloadEvent): void => {
    if (visit.saving.value.at !== 'failed') return
    event.preventDefault()
    event.returnValue = ''
  }
  window.addEventListener('beforeunload', closing)
  onBeforeUnmount(() => window.removeEventListener('beforeunload', closing))
}
