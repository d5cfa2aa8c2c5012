/** Photos and signatures on their way to the disk: what is handed in, and whoever leaves, waits for them. */

/** A phone that never comes back from one photo must not hold its owner for ever. */
const HAND_IN_MS = 20_000
/** Who leaves is held less long: a photo that comes later lies ready at the next opening. */
export const LEAVING_MS = 3_000
const now = new Set<Promise<unknown>>()

/** Does `work` so that `settled` waits for it. */
export function underWay<T>(work: Promise<T>): Promise<T> {
  now.add(work)
  const ended = (): void => void now.delete(work)
  work.then(ended, ended)
  return work
}

/** Resolves once nothing is on its way any more, whether or not it arrived. */
export async function settled(patience = HAND_IN_MS): Promise<void> {
  const until = Date.now() + patience
  while (now.size && Date.now() < until) {
    const enough = new Promise((resolve) => setTimeout(resolve, until - Date.now()))
    await Promise.race([Promise.allSettled([...now]), enough])
  }
}
