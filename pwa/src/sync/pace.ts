const first_ms = 2_000
const longest_ms = 5 * 60_000

/** How long a record waits that was answered, but not taken, `tries` times. */
export function patience(tries: number): number {
  return Math.min(longest_ms, first_ms * 2 ** (tries - 1))
}

/** How long to wait before trying again: doubling up to five minutes, with jitter against stampedes. */
export class Pace {
  private failures = 0

  constructor(private readonly random: () => number = Math.random) {}

  reset(): void {
    this.failures = 0
  }

  /** A round that moved something has met no dead end: the waiting begins anew. */
  afterFailure({ progressed = false, atLeastMs = 0 }: { progressed?: boolean; atLeastMs?: number } = {}): number {
    if (progressed) this.failures = 0
    const most = Math.min(longest_ms, first_ms * 2 ** this.failures)
    this.failures += 1
    return Math.max(atLeastMs, Math.round(most * (0.5 + this.random() / 2)))
  }

  rested(every_ms: number): number {
    this.failures = 0
    return Math.round(every_ms * (0.8 + this.random() * 0.4))
  }
}
