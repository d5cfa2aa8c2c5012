import { liveQuery } from 'dexie'
import { getCurrentScope, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { session } from './session'

/**
 * What `query` gives, again whenever something it read has changed, in this tab or another.
 *
 * Inside the query await store functions only; anything else ends the listening there.
 */
export function useLive<T>(query: () => Promise<T>, initial: T): Ref<T> {
  const shown = shallowRef(initial) as Ref<T>
  let stop = (): void => undefined
  const listen = (): void => {
    stop()
    const listening = liveQuery(query).subscribe({
      next: (value) => {
        shown.value = value
      },
      // A query that fails keeps showing what it had; the next change asks again.
      error: () => undefined,
    })
    stop = () => listening.unsubscribe()
  }
  // Another account is another database.
  const unwatch = watch(() => session.value?.me.id, listen, { immediate: true })
  if (getCurrentScope()) {
    onScopeDispose(() => {
      unwatch()
      stop()
    })
  }
  return shown
}
