import { ref } from 'vue'

const hour_ms = 3_600_000
const activeAt = 'dudao.active-at'
const idleHours = 'dudao.idle-hours'
const owed = 'dudao.confirm-due'
let heardAt = 0

/** True when nobody touched the app for too long: signing asks for the password once more. */
export const confirmDue = ref(false)

/** Watches for the person at the phone; too many hours without a touch make `confirmDue` true. */
export function watchIdle(): void {
  const longest_ms = (): number => (Number(read(idleHours)) || 8) * hour_ms
  const last = Number(read(activeAt)) || Date.now()
  if (read(owed) || Date.now() - last > longest_ms()) ask()
  const touched = (): void => {
    const now = Date.now()
    if (now - heardAt < 60_000) return
    if (heardAt && now - heardAt > longest_ms()) ask()
    heardAt = now
    write(activeAt, String(now))
  }
  for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, touched, { passive: true })
}

/** Until the password is given: neither a touch nor a new start undoes it. */
function ask(): void {
  confirmDue.value = true
  write(owed, 'yes')
}

/** The person has just given the password. */
export function confirmed(): void {
  confirmDue.value = false
  write(owed, '')
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
