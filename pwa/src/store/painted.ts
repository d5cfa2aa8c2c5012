let first: Promise<void> | null = null

/** Resolves once the first screen is painted, at once ever after; a page nobody sees is not waited for. */
export function painted(): Promise<void> {
  first ??= new Promise((resolve) => {
    if (document.visibilityState !== 'visible') return resolve()
    // The frame after the one that holds the screen begins when that one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
  return first
}
