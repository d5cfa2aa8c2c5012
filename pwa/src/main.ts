import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { applyAppearance } from './store/appearance'
import { watchIdle } from './store/idle'
import { knownHome, onSignedOut, restoreSession } from './store/session'
import { registerWorker } from './sw-bridge'
import { startSync } from './sync'
import { syncKey } from './sync-key'
import './styles/tokens.css'
import './styles/kit.css'

async function start(): Promise<void> {
  applyAppearance()
  warmUp()
  // A phone that cannot open its storage still shows the sign-in screen, which says why.
  await restoreSession().catch(() => null)
  watchIdle()
  onSignedOut(() => window.location.assign('/login'))
  createApp(App).provide(syncKey, startSync()).use(router).mount('#app')
  // The development server changes its files all the time: nothing of it may be kept.
  if (!import.meta.env.DEV) registerWorker()
}

/** On a phone somebody is signed in on, the first screen is fetched while the session is opened. */
function warmUp(): void {
  const home = knownHome()
  if (!home) return
  const wanted = window.location.pathname === '/' ? home : window.location.pathname
  for (const record of router.resolve(wanted).matched) {
    const view = record.components?.['default']
    if (typeof view === 'function') void (view as () => Promise<unknown>)().catch(() => undefined)
  }
}

void start()
