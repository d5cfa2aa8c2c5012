/** How much room this phone gives us; asks no database, for it is loaded with the first screen. */

import { ref } from 'vue'

const LOW = 50 * 1024 * 1024
const look_ms = 60_000

/** True when the next photos may not fit on this phone any more. */
export const low = ref(false)
/** Some browsers tell of room there is not: a write that failed is believed before them. */
let refused = false

/** What the last large write said: that there was room, or none. */
export function noteRoom(there: boolean): void {
  refused = !there
  if (refused) low.value = true
}

/** Bytes used and offered, and whether the browser promised to keep what is there. */
export async function storage(): Promise<{ usage: number; quota: number; persisted: boolean }> {
  const told = await navigator.storage?.estimate?.()
  const persisted = (await navigator.storage?.persisted?.()) ?? false
  const [usage, quota] = [told?.usage ?? 0, told?.quota ?? 0]
  low.value = refused || (quota > 0 && quota - usage < LOW)
  return { usage, quota, persisted }
}

/** Looks after the room from now on, every minute and whenever the person comes back. */
export function watchRoom(): void {
  const look = (): void => void (document.visibilityState === 'visible' && storage().catch(() => undefined))
  look()
  setInterval(look, look_ms)
  document.addEventListener('visibilitychange', look)
}

/** Asks the browser not to throw our data away by itself. */
export async function askToPersist(): Promise<boolean> {
  if (await navigator.storage?.persisted?.()) return true
  return (await navigator.storage?.persist?.()) ?? false
}
