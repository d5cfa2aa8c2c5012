import { ref } from 'vue'

const hour_ms = 3_600_000
const name = 'dudao.active-at'
let heardAt = 0

/** True when nobody touched the app for too long: signing asks for the password once more. */
export const confirmDue = ref(false)

/** Watches for the person at the phone; `hours` without a touch make `confirmDue` true. */
export function watchIdle(hours: number): void {
  const last = Number(read()) || Date.now()
  if (Date.now() - last > hours * hour_ms) confirmDue.value = true
  const touched = (): void => {
    const now = Date.now()
    if (now - heardAt < 60_000) return
    if (heardAt && now - heardAt > hours * hour_ms) confirmDue.value = true
    heardAt = now
    write(String(now))
  }
  for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, touched, { passive: true })
}

/** The person has just given the password. */
export function confirmed(): void {
  confirmDue.value = false
  heardAt = Date.now()
  write(String(heardAt))
}

function read(): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Without storage the watch lasts as long as the page.
  }
}
