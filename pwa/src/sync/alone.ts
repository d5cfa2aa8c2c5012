/** One window exchanges with the server at a time; one that no longer breathes is not waited for. */

const breath_ms = 10_000
const dead_ms = 60_000
const name = 'dudao-sync'

/** Runs `work` when no other window does; a holder silent for a minute is frozen, and everything it did may be done again. */
export async function alone<T>(work: () => Promise<T>, times = { breath_ms, dead_ms }): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return work()
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dudao-sync-breath') : null
  let pulse: ReturnType<typeof setInterval> | undefined
  let patience: ReturnType<typeof setTimeout> | undefined
  const queue = new AbortController()
  const listen = (): void => {
    clearTimeout(patience)
    patience = setTimeout(() => queue.abort(), times.dead_ms)
  }
  const mine = (): Promise<T> => {
    clearTimeout(patience)
    pulse = setInterval(() => channel?.postMessage(null), times.breath_ms)
    return work()
  }
  channel?.addEventListener('message', listen)
  listen()
  try {
    return await locks.request(name, { signal: queue.signal }, mine)
  } catch (error) {
    if (!queue.signal.aborted) throw error
    return await locks.request(name, { steal: true }, mine)
  } finally {
    clearTimeout(patience)
    clearInterval(pulse)
    channel?.close()
  }
}
