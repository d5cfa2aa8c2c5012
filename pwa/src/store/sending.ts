/** What the person has said about sending: not now, and photos not over the paid network. */

import { ref, watch } from 'vue'
import { shanghaiDay } from '@/domain/deadline'
import { session } from './session'

const PAUSED_ON = 'paused-on'
const ONLY_WIFI = 'only-wifi'

/** Kept by the day: a pause that was forgotten ends by itself and nothing stays behind. */
export const paused = ref(false)
export const onlyWifi = ref(false)

// What one person wants holds nobody else back who uses this phone.
watch(
  () => session.value?.me.id,
  () => {
    isPaused()
    onlyWifi.value = read(ONLY_WIFI) === 'yes'
  },
  { immediate: true, flush: 'sync' },
)

/** Holds back all sending until it is resumed or the day is over. */
export function pause(): void {
  paused.value = true
  write(PAUSED_ON, shanghaiDay(new Date()))
}

export function resume(): void {
  paused.value = false
  write(PAUSED_ON, null)
}

export function setOnlyWifi(only: boolean): void {
  onlyWifi.value = only
  write(ONLY_WIFI, only ? 'yes' : null)
}

/** Whether sending is held back, here or by another window. */
export function isPaused(at = new Date()): boolean {
  paused.value = read(PAUSED_ON) === shanghaiDay(at)
  return paused.value
}

/** Whether photos have to wait for Wi-Fi; text never does. */
export function photosWait(): boolean {
  return onlyWifi.value && connection()?.type === 'cellular'
}

/** Whether no photo may go now. */
export function photosHeldBack(): boolean {
  return isPaused() || photosWait()
}

/** Whether this browser tells which network it is on. */
export function tellsNetwork(): boolean {
  return connection()?.type !== undefined
}

function connection(): { type?: string } | undefined {
  return (navigator as { connection?: { type?: string } }).connection
}

function keyOf(name: string): string {
  return `dudao.${name}.${session.value?.me.id ?? ''}`
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name))
  } catch {
    return null
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(name))
    else localStorage.setItem(keyOf(name), value)
  } catch {
    // Without storage it holds as long as the page.
  }
}
