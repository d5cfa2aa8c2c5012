import { effectScope, shallowRef, watch, type Ref } from 'vue'
import { painted } from './painted'

/**
 * Shows `first` at once and what `query` gives as soon as the database's library is there, and so on live.
 *
 * For what stands on the first screen: neither the library nor the query's module is loaded before that is painted.
 */
export function useSoon<T>(first: T, query: () => Promise<() => Promise<T>>): Ref<T> {
  const shown = shallowRef(first) as Ref<T>
  const scope = effectScope()
  void painted()
    .then(() => Promise.all([import('./live'), query()]))
    .then(([{ useLive }, ask]) => {
      if (!scope.active) return
      scope.run(() => {
        const live = useLive(ask, first)
        watch(live, (value) => (shown.value = value))
      })
    })
    // Files that cannot be had now are missed by the exchange with the server as well, which says so.
    .catch(() => undefined)
  return shown
}
