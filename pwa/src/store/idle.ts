import { ref } from 'vue'

const hour_ms = 3_600_000
const activeAt = 'dudao.active-at'
const idleHours = 'dudao.idle-hours'
let heardAt = 0

/** True when nobody touched the app for too long: signing asks for the password once more. */
export const confirmDue = ref(false)

/** Watches for the person at the phone; too many hours without a touch make `confirmDue` true. */
export function watchIdle(): void {
  const longest_ms = (): number => (Number(read(idleHours)) || 8) * hour_ms
  const last = Number(read(activeAt)) || Date.now()
  if (Date.now() - last > longest_ms()) confirmDue.value = true
  const touched = (): void => {
    const now = Date.now()
    if (now - heardAt < 60_000) return
    if (heardAt && now - heardAt > longest_ms()) confirmDue.value = true
    heardAt = now
    write(activeAt, String(now))
  }
  for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, touched, { passive: true })
}

/** The person has just given the password. */
export function confirmed(): void {
  confirmDue.value = false
  heardAt = Date.now()
  write(activeAt, String(heardAt))
}

/** The installation's setting, as a sync brought it. */
export function setIdleHours(hours: number): void {
  write(idleHours, String(hours))
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Without storage the watch lasts as long as the page.
  }
}
