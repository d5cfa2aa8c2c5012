/** Who holds what among this app's windows. Without Web Locks everybody holds everything. */

/** How long the window that holds a draft is given to write it down before it is taken from it. */
const manners_ms = 2_000
const look_ms = 50
/** From one page of a visit to the next nobody else gets in between. */
const handover_ms = 300

/** Runs `work` in one window at a time. */
export async function locked<T>(name: string, work: () => Promise<T>): Promise<T> {
  return (navigator.locks as LockManager | undefined) ? await navigator.locks.request(name, work) : work()
}

export interface Lease {
  held: boolean
  letGo: (after_ms?: number) => void
}

interface Holding {
  count: number
  end: () => void
  lost: Set<() => void>
}

const nobodys: Lease = { held: false, letGo: () => undefined }
const holdings = new Map<string, Holding>()
const asking = new Map<string, Promise<Holding | null>>()
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dudao-draft') : null
const asked = new Set<(id: string) => void>()
channel?.addEventListener('message', (event: MessageEvent<{ give: string }>) => {
  for (const tell of asked) tell(event.data.give)
})

/**
 * Holds a draft for this window, unless another one does.
 *
 * `lost` is called when another window takes it over.
 */
export async function holdDraft(id: string, lost: () => void): Promise<Lease> {
  const holding = holdings.get(id) ?? (await (asking.get(id) ?? ask(id, { ifAvailable: true })))
  return holding ? leaseOf(id, holding, lost) : nobodys
}

/** Takes a draft over from the window that holds it, which is told first and may write it down. */
export async function takeDraft(id: string, lost: () => void): Promise<Lease> {
  channel?.postMessage({ give: id })
  for (const until = Date.now() + manners_ms; Date.now() < until; ) {
    const given = await holdDraft(id, lost)
    if (given.held) return given
    await new Promise((resolve) => setTimeout(resolve, look_ms))
  }
  const holding = await ask(id, { steal: true })
  return holding ? leaseOf(id, holding, lost) : nobodys
}

/** Calls back when another window asks for a draft; what it gives ends the calling. */
export function onAsked(tell: (id: string) => void): () => void {
  asked.add(tell)
  return () => void asked.delete(tell)
}

/** Whether another window has a draft open. */
export async function heldElsewhere(): Promise<boolean> {
  const { held = [] } = (await (navigator.locks as LockManager | undefined)?.query()) ?? {}
  const drafts = held.filter((one) => one.name?.startsWith(nameOf('')))
  return drafts.length > holdings.size
}

function leaseOf(id: string, holding: Holding, lost: () => void): Lease {
  holding.count += 1
  holding.lost.add(lost)
  let holds = true
  const letGo = (after_ms = handover_ms): void => {
    if (!holds) return
    holds = false
    holding.count -= 1
    holding.lost.delete(lost)
    setTimeout(() => {
      if (holding.count > 0) return
      if (holdings.get(id) === holding) holdings.delete(id)
      holding.end()
    }, after_ms)
  }
  return { held: true, letGo }
}

function ask(id: string, how: LockOptions): Promise<Holding | null> {
  const answer = grabbed(id, how).finally(() => asking.delete(id))
  asking.set(id, answer)
  return answer
}

function grabbed(id: string, how: LockOptions): Promise<Holding | null> {
  const holding: Holding = { count: 0, end: () => undefined, lost: new Set() }
  const locks = navigator.locks as LockManager | undefined
  return new Promise((resolve) => {
    const taken = (): void => {
      holdings.set(id, holding)
      resolve(holding)
    }
    if (!locks) return taken()
    const held = locks.request(nameOf(id), how, (lock) => {
      if (!lock) return resolve(null)
      return new Promise<void>((end) => {
        holding.end = end
        taken()
      })
    })
    // Another window has taken it by force.
    held.catch(() => {
      if (holdings.get(id) === holding) holdings.delete(id)
      for (const tell of holding.lost) tell()
      resolve(null)
    })
  })
}

function nameOf(id: string): string {
  return `dudao-draft:${id}`
}
