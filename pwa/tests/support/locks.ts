/** Web Locks as far as we use them: one holder per name, the rest wait in line. */
export class LockManagerForTests {
  private readonly tails = new Map<string, Promise<unknown>>()

  request<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.tails.get(name) ?? Promise.resolve()).then(work)
    this.tails.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }
}
