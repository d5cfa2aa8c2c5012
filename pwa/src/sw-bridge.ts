import { computed, ref } from 'vue'

/** A newer version is on the phone and waits for a good moment. */
export const updateReady = ref(false)
/** The browser offers to put the app on the home screen. */
export const installable = ref(false)

interface InstallPrompt extends Event {
  prompt: () => Promise<void>
}

let waiting: ServiceWorker | null = null
let offer: InstallPrompt | null = null
const holds = ref(0)
/** Another page of the app has switched this one's worker while something was being filled in. */
let overtaken = false

/** Something is being filled in: this page is not reloaded under the person's hands. */
export const held = computed(() => holds.value > 0)

/** Registers /sw.js where there are workers, once `ready`; without them the app works all the same. */
export function registerWorker(ready: Promise<void> = Promise.resolve()): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallPrompt
    installable.value = true
  })
  // Private windows refuse the registration, or the very question whether there are workers.
  void register(ready).catch(() => undefined)
}

async function register(ready: Promise<void>): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers) return
  let controlled = Boolean(workers.controller)
  workers.addEventListener('controllerchange', () => {
    // The first worker takes over silently; only a replaced one means other code.
    if (controlled) replaced()
    controlled = true
  })
  await ready
  // Some web views resolve with nothing instead of refusing.
  const registration = (await workers.register('/sw.js')) as ServiceWorkerRegistration | undefined
  if (registration) watch(registration, workers)
}

function replaced(): void {
  if (!held.value) return window.location.reload()
  overtaken = true
  updateReady.value = true
}

/** Keeps the page from reloading while something is being filled in; call what it gives to let go. */
export function holdReload(): () => void {
  holds.value += 1
  let holding = true
  return () => {
    if (!holding) return
    holding = false
    holds.value -= 1
  }
}

/** Switches to the newer version now; refuses while a form is open. */
export function applyUpdate(): boolean {
  if (held.value || !(overtaken || waiting)) return false
  if (overtaken) window.location.reload()
  else waiting?.postMessage({ type: 'take-over' })
  return true
}

export async function install(): Promise<void> {
  await offer?.prompt()
  offer = null
  installable.value = false
}

function watch(registration: ServiceWorkerRegistration, workers: ServiceWorkerContainer): void {
  const ready = (worker: ServiceWorker | null): void => {
    if (!worker || !workers.controller) return
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
