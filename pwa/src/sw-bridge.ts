import { ref } from 'vue'

/** A newer version is on the phone and waits for a good moment. */
export const updateReady = ref(false)
/** The browser offers to put the app on the home screen. */
export const installable = ref(false)

interface InstallPrompt extends Event {
  prompt: () => Promise<void>
}

let waiting: ServiceWorker | null = null
let offer: InstallPrompt | null = null
let holds = 0

/** Registers /sw.js where there are workers; without them the app works all the same. */
export function registerWorker(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallPrompt
    installable.value = true
  })
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const hadController = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over silently; only a replaced one means other code.
    if (hadController && holds === 0) window.location.reload()
  })
  navigator.serviceWorker.register('/sw.js').then(watch, () => undefined)
}

/** Keeps the page from reloading while something is being filled in; call what it gives to let go. */
export function holdReload(): () => void {
  holds += 1
  let held = true
  return () => {
    if (!held) return
    held = false
    holds -= 1
  }
}

/** Switches to the newer version now; refuses while a form is open. */
export function applyUpdate(): boolean {
  if (holds > 0 || !waiting) return false
  waiting.postMessage({ type: 'take-over' })
  return true
}

export async function install(): Promise<void> {
  await offer?.prompt()
  offer = null
  installable.value = false
}

function watch(registration: ServiceWorkerRegistration): void {
  const ready = (worker: ServiceWorker | null): void => {
    if (!worker || !navigator.serviceWorker.controller) return
    waiting = worker
    updateReady.value = true
  }
  ready(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed') ready(fresh)
    })
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => undefined)
  })
}
