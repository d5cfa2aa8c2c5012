/** Where the person is in a long form, and getting to another place of it. */

import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Height of what stays on top while the form scrolls. */
function headerHeight(): number {
  return document.querySelector<HTMLElement>('.stick')?.offsetHeight ?? 0
}

/** Brings a question or an earlier issue into sight and puts the focus there. */
export function goTo(id: string): void {
  const card = document.getElementById(id)
  if (!card) return
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  card.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' })
  card.focus({ preventScroll: true })
}

/** As `goTo` but at once: for coming back to the form. */
export function jumpTo(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: 'start', behavior: 'instant' })
}

/** The id of the card on top of the screen. */
export function cardOnTop(selector: string): string | null {
  const cards = [...document.querySelectorAll<HTMLElement>(selector)]
  const top = headerHeight() + 24
  return cards.find((card) => card.getBoundingClientRect().bottom > top)?.id ?? null
}

/** Which of the marked parts is being read, followed while scrolling. */
export function usePartOnTop(attribute: string): Ref<string | null> {
  const active = ref<string | null>(null)
  let asked = 0
  const look = (): void => {
    asked = 0
    const parts = [...document.querySelectorAll<HTMLElement>(`[${attribute}]`)]
    const top = headerHeight() + 60
    const begun = parts.filter((part) => part.getBoundingClientRect().top <= top)
    active.value = (begun.at(-1) ?? parts[0])?.getAttribute(attribute) ?? null
  }
  const scrolled = (): void => {
    asked ||= requestAnimationFrame(look)
  }
  onMounted(() => window.addEventListener('scroll', scrolled, { passive: true }))
  onBeforeUnmount(() => {
    window.removeEventListener('scroll', scrolled)
    cancelAnimationFrame(asked)
  })
  return active
}
