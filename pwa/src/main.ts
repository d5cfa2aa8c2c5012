import { createApp } from 'vue'
import App from './App.vue'
import { isOwed } from './domain/intent'
import { router } from './router'
import { applyAppearance } from './store/appearance'
import { firstLook, showing } from './store/first-look'
import { watchIdle } from './store/idle'
import { watchRoom } from './store/low-room'
import type { OnPhone } from './store/on-phone'
import { painted } from './store/painted'
import { lastUser, onLeft, restoreSession, userOf, type User } from './store/session'
import { registerWorker } from './sw-bridge'
import { startSync } from './sync'
import { syncKey } from './sync-key'
import './styles/tokens.css'
import './styles/kit.css'

/** The screens that show the work lying on the phone. */
const ofWork = ['/', '/home', '/tasks']

/** Everything the first screen needs is fetched side by side; it is painted once, with its list. */
async function start(): Promise<void> {
  const { pathname } = window.location
  const last = lastUser()
  const ahead = last && look(last, pathname)
  // A phone that cannot open its storage still shows the sign-in screen, which says why.
  const restored = restoreSession().catch(() => null)
  warmUp(pathname === '/' && last ? last.home : pathname)
  applyAppearance()
  const session = await restored
  watchIdle()
  onLeft(() => window.location.assign('/login'))
  const app = createApp(App).use(router)
  // A screen whose files cannot be had is told of by the app itself.
  await router.isReady().catch(() => undefined)
  const found = session && (await (session.me.id === last?.id ? ahead : look(userOf(session.me), pathname)))
  app.provide(syncKey, startSync(found?.intents.filter(isOwed).length))
  showing(found, () => app.mount('#app'))
  void painted().then(watchRoom)
  // The development server changes its files all the time: nothing of it may be kept.
  if (!import.meta.env.DEV) registerWorker(painted())
}

/** What is on the phone, if the screen at `path` is one that shows it. */
async function look(who: User, path: string): Promise<OnPhone | null> {
  if (who.home !== '/home' || !ofWork.includes(path)) return null
  return firstLook(who.id).catch(() => null)
}

/** The first screen's code is fetched while the session is opened. */
function warmUp(path: string): void {
  const asked = router.resolve(path)
  const shown = lastUser() || asked.meta.open ? asked : router.resolve('/login')
  for (const record of shown.matched) {
    const view = record.components?.['default']
    if (typeof view === 'function') void (view as () => Promise<unknown>)().catch(() => undefined)
  }
}

void start()
