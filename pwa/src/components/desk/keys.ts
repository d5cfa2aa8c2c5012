/** Keys that work anywhere on the desk, as long as nobody is typing and no sheet is open. */

import { onBeforeUnmount } from 'vue'

/** What a key does; `false` where it was not meant, and stays the browser's. */
export type DeskKeys = Readonly<Record<string, () => unknown>>

/** `keys` by the name of the key; what is pressed together with Ctrl, Alt or ⌘ is the browser's. */
export function useDeskKeys(keys: DeskKeys): void {
  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const act = keys[event.key]
    if (!act || sheetOpen()) return
    if (isTyping(event.target) && event.key !== 'Escape') return
    if (act() !== false) event.preventDefault()
  }
  window.addEventListener('keydown', pressed)
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
}

function sheetOpen(): boolean {
  return [...document.querySelectorAll('.van-popup:not(.van-toast)')].some((one) => getComputedStyle(one).display !== 'none')
}
