import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { applyAppearance } from './store/appearance'
import { watchIdle } from './store/idle'
import { restoreSession } from './store/session'
import { registerWorker } from './sw-bridge'
import { startSync } from './sync'
import { syncKey } from './sync-key'
import './styles/tokens.css'
import './styles/kit.css'

async function start(): Promise<void> {
  applyAppearance()
  // A phone that cannot open its storage still shows the sign-in screen, which says why.
  await restoreSession().catch(() => null)
  watchIdle()
  createApp(App).provide(syncKey, startSync()).use(router).mount('#app')
  registerWorker()
}

void start()
