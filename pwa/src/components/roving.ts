/** Arrow keys within a group of radio buttons: one tab stop, as a person with a keyboard expects. */

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Moves the focus to the next radio of the group and presses it. */
export function rove(event: KeyboardEvent): void {
  const step = STEPS[event.key]
  const group = event.currentTarget as HTMLElement
  const radios = [...group.querySelectorAll<HTMLElement>('[role="radio"]')]
  const here = radios.indexOf(event.target as HTMLElement)
  if (!step || here < 0) return
  event.preventDefault()
  const next = radios[(here + step + radios.length) % radios.length]
  next?.focus()
  next?.click()
}

/** The tab stop of a group: the chosen one, or else the first. */
export function tabStop(index: number, chosen: number): 0 | -1 {
  return index === Math.max(chosen, 0) ? 0 : -1
}
