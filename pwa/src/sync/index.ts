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

/** What one tab tells the others after a round. */
interface News {
  waiting: number
  lastError: string | null
  pulledAt: string | null
}

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dudao-sync') : null

/** Starts exchanging with the server: at launch, online again, visible again, after a save, and by the clock. */
export function startSync(): SyncState {
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
    current = oneRound().then((wentWell) => {
      current = null
      if (again) {
        again = false
        return attempt()
      }
      plan(wentWell ? pace.rested(every_ms) : pace.afterFailure())
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
  watch(() => session.value?.me.id, (id) => (id ? void syncNow() : clearTimeout(timer)))
  return { ...state, syncNow }
}

async function oneRound(): Promise<boolean> {
  if (!session.value || session.value.me.must_change_password) return true
  state.running.value = true
  try {
    const { round, counted } = await import('./round')
    const result = await round((waiting) => (state.waiting.value = waiting))
    const news: News = {
      waiting: await counted(),
      lastError: result.error,
      pulledAt: result.pulledAt ?? state.pulledAt.value,
    }
    take(news)
    channel?.postMessage(news)
    if (result.reached) state.online.value = true
    return result.error === null
  } catch {
    state.lastError.value = '这部手机上的数据暂时读不出来，请关掉督导通再打开'
    return false
  } finally {
    state.running.value = false
  }
}

function take(news: News): void {
  state.waiting.value = news.waiting
  state.lastError.value = news.lastError
  state.pulledAt.value = news.pulledAt
}
