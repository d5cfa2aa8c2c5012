interface Held {
  name: string
  lose: (error: Error) => void
}

type Work<T> = (lock: { name: string } | null) => Promise<T> | T

/** Web Locks as far as we use them: one holder per name, the rest wait in line, or take it by force. */
export class LockManagerForTests {
  private readonly holders = new Map<string, Held>()
  private readonly lines = new Map<string, (() => void)[]>()

  async request<T>(name: string, ...rest: [Work<T>] | [LockOptions, Work<T>]): Promise<T> {
    const [how, work] = rest.length === 2 ? rest : [{}, rest[0]]
    if (how.ifAvailable && this.holders.has(name)) return work(null)
    if (how.steal) this.holders.get(name)?.lose(new DOMException('stolen', 'AbortError'))
    else if (this.holders.has(name)) await this.turn(name, how.signal)
    return this.hold(name, work)
  }

  query(): Promise<{ held: { name: string }[] }> {
    return Promise.resolve({ held: [...this.holders.values()].map(({ name }) => ({ name })) })
  }

  private turn(name: string, signal?: AbortSignal): Promise<void> {
    return new Promise((go, stop) => {
      const line = this.lines.get(name) ?? []
      this.lines.set(name, [...line, go])
      signal?.addEventListener('abort', () => {
        this.lines.set(name, (this.lines.get(name) ?? []).filter((one) => one !== go))
        stop(new DOMException('aborted', 'AbortError'))
      })
    })
  }

  private async hold<T>(name: string, work: Work<T>): Promise<T> {
    let lose: (error: Error) => void = () => undefined
    const lost = new Promise<never>((_, reject) => (lose = reject))
    lost.catch(() => undefined)
    const mine: Held = { name, lose }
    this.holders.set(name, mine)
    try {
      return await Promise.race([Promise.resolve().then(() => work({ name })), lost])
    } finally {
      if (this.holders.get(name) === mine) {
        this.holders.delete(name)
        const [next, ...others] = this.lines.get(name) ?? []
        this.lines.set(name, others)
        next?.()
      }
    }
  }
}
