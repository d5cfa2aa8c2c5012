import { onBeforeUnmount, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'

/** What lies over a page, the topmost last. */
const open: symbol[] = []

/**
 * The phone's 返回 closes what lies over the page, as it does in the phone's own apps; the page and
 * what was typed on it stay. Of several only the topmost closes.
 */
export function backCloses(shown: Readonly<Ref<boolean>>, close: () => void): void {
  const router = useRouter()
  const me = Symbol('over the page')
  let forget = (): void => undefined

  function rise(): void {
    open.push(me)
    const stay = router.beforeEach((_to, from) => {
      // Going back changes the address first; any other way there is asked about before.
      const back = new URL(router.resolve(from.fullPath).href, location.href).href !== location.href
      if (!back || open.at(-1) !== me) return true
      close()
      return false
    })
    forget = () => {
      stay()
      open.splice(open.indexOf(me), 1)
      forget = () => undefined
    }
  }

  watch(shown, (now) => (now ? rise() : forget()), { immediate: true })
  onBeforeUnmount(() => forget())
}
