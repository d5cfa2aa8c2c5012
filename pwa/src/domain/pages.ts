/** Pages of a list whose next page is only known by a cursor: those already visited can be gone back to. */

export interface Pages {
  /** Cursors that lead to the pages visited so far; the first page needs none. */
  cursors: readonly (string | null)[]
  /** Which of them is shown. */
  at: number
}

export const FIRST_PAGE: Pages = { cursors: [null], at: 0 }

/** On to the page behind `next`; what was visited beyond it before is forgotten. */
export function onward(pages: Pages, next: string): Pages {
  return { cursors: [...pages.cursors.slice(0, pages.at + 1), next], at: pages.at + 1 }
}

export function backward(pages: Pages): Pages {
  return { ...pages, at: Math.max(0, pages.at - 1) }
}

export function cursorOf(pages: Pages): string | null {
  return pages.cursors[pages.at] ?? null
}

/** 第 51–100 项 of a page with `many` rows when each page holds up to `size`. */
export function rangeWords(pages: Pages, many: number, size: number): string {
  const first = pages.at * size + 1
  return many === 1 ? `第 ${first} 项` : `第 ${first}–${first + many - 1} 项`
}
