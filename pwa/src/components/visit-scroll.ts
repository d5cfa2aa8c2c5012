/** Where the person is in a long form, and getting to another place of it. */

import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Height of what stays on top while the form scrolls. */
function headerHeight(): number {
  return document.querySelector<HTMLElement>('.stick')?.offsetHeight ?? 0
}

/** Frames in which a card is brought back to its place. */
const MOST_FRAMES = 20
/** As many quiet frames, and it stays. */
const QUIET_FRAMES = 3
/** Between what stays on top and the card. */
const UNDER_BARS = 10

/** Brings a question or an earlier issue into sight, out of its fold, and puts the focus there. */
export function goTo(id: string): void {
  const card = document.getElementById(id)
  if (!card) return
  for (let fold = card.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true
  bring(card)
  card.focus({ preventScroll: true })
}

/** As `goTo`, the focus left where it is: for coming back to the form. */
export function jumpTo(id: string): void {
  const card = document.getElementById(id)
  if (card) bring(card)
}

/** What stands above is only guessed in height until it is drawn, and pushes the card away when it is. */
function bring(card: HTMLElement): void {
  let [left, quiet] = [MOST_FRAMES, 0]
  const place = (): void => {
    const before = card.getBoundingClientRect().top
    const bars = document.querySelector('.stick')?.getBoundingClientRect().bottom
    if (bars === undefined) card.scrollIntoView({ block: 'start', behavior: 'instant' })
    else window.scrollBy({ top: before - bars - UNDER_BARS, behavior: 'instant' })
    quiet = Math.abs(card.getBoundingClientRect().top - before) < 1 ? quiet + 1 : 0
    left -= 1
    if (left > 0 && quiet < QUIET_FRAMES) requestAnimationFrame(place)
  }
  place()
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
