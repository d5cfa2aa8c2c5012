import { ref, watch } from 'vue'
import { session } from '@/store/session'
import type { SyncState } from '@/sync-key'
import { Pace } from './pace'

const every_ms = 5 * 60_000
/** The first screen comes from the phone and is painted before anything is fetched. */
const launch_ms = 1_200
const state = {
  online: ref(navigator.onLine !== false),
  running: ref(false),
  waiting: ref(0),
  lastError: ref<string | null>(null),
  pulledAt: ref<string | null>(null),
}

/** What one tab tells the others of the same account after a round. */
interface News {
  of: string
  lastError: string | null
  pulledAt: string | null
}

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dudao-sync') : null

/** Starts exchanging with the server: at launch, online again, visible again, after a save, and by the clock. */
export function startSync(waiting = 0): SyncState {
  state.waiting.value = waiting
  const pace = new Pace()
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: Promise<void> | null = null
  let again = false

  const plan = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void attempt(), ms)
  }
  const attempt = (): Promise<void> => {
    if (current) {
      // What was saved while a round is under way goes with the next one.
      again = true
      return current
    }
    current = oneRound().then((went) => {
      current = null
      if (again) {
        again = false
        return attempt()
      }
      plan(went.error === null ? pace.rested(every_ms) : pace.afterFailure({ progressed: went.progressed, atLeastMs: went.waitMs }))
      return undefined
    })
    return current
  }
  const syncNow = (): Promise<void> => {
    pace.reset()
    return attempt()
  }

  window.addEventListener('online', () => {
    state.online.value = true
    void syncNow()
  })
  window.addEventListener('offline', () => {
    state.online.value = false
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void syncNow()
  })
  channel?.addEventListener('message', (event: MessageEvent<News>) => take(event.data))
  if (session.value) plan(launch_ms)
  // Signing in again as the same person is a moment to send, too.
  const standing = (): string | undefined => {
    const now = session.value
    return now ? [now.me.id, now.expired, now.me.must_change_password].join() : undefined
  }
  watch(standing, (now) => (now ? void syncNow() : clearTimeout(timer)))
  watch(() => session.value?.me.id, () => count(), { flush: 'sync' })
  return { ...state, syncNow }
}

const nothing: Went = { error: null, progressed: false, waitMs: 0 }

interface Went {
  error: string | null
  progressed: boolean
  waitMs: number
}

async function oneRound(): Promise<Went> {
  const of = session.value?.me.id
  if (!of || session.value?.me.must_change_password) return nothing
  state.running.value = true
  try {
    const { round } = await import('./round')
    count()
    const result = await round(() => undefined, of)
    if (of !== session.value?.me.id) return nothing
    const news: News = { of, lastError: result.error, pulledAt: result.pulledAt ?? state.pulledAt.value }
    take(news)
    channel?.postMessage(news)
    if (result.reached) state.online.value = true
    return result
  } catch (error) {
    if (of === session.value?.me.id) state.lastError.value = told(error)
    return { ...nothing, error: state.lastError.value ?? '' }
  } finally {
    state.running.value = false
  }
}

function told(error: unknown): string {
  // The exchange's own code could not be fetched: the network, or a newer version, stands behind it.
  if (error instanceof TypeError && /import|module|fetch/i.test(error.message)) return '没连上服务器，稍后会自动再试'
  return '这部手机上的数据暂时读不出来，请关掉督导通再打开'
}

function take(news: News): void {
  if (news.of !== session.value?.me.id) return
  state.lastError.value = news.lastError
  state.pulledAt.value = news.pulledAt
}

let counted: string | null = null
let stopCounting = (): void => undefined

/** Counts what this account's database owes, whichever window changes it. */
function count(): void {
  const of = session.value?.me.id ?? null
  if (of === counted) return
  stopCounting()
  counted = of
  if (!of) return void (state.waiting.value = 0)
  let over = false
  let stop = (): void => undefined
  stopCounting = () => {
    over = true
    stop()
  }
  import('./round').then(({ watchOwed }) => {
    if (!over) stop = watchOwed(of, (waiting) => (state.waiting.value = waiting))
  }, () => (counted = null))
}
