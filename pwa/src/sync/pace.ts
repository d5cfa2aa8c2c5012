const first_ms = 2_000
const longest_ms = 5 * 60_000

/** How long to wait before trying again: doubling up to five minutes, with jitter against stampedes. */
export class Pace {
  private failures = 0

  constructor(private readonly random: () => number = Math.random) {}

  reset(): void {
    this.failures = 0
  }

  afterFailure(): number {
    const most = Math.min(longest_ms, first_ms * 2 ** this.failures)
    this.failures += 1
    return Math.round(most * (0.5 + this.random() / 2))
  }

  rested(every_ms: number): number {
    this.failures = 0
    return Math.round(every_ms * (0.8 + this.random() * 0.4))
  }
}
