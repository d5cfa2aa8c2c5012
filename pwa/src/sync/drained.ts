/** How an exchange went. */
export interface Drained {
  /** Null when nothing is left that another attempt would help. */
  error: string | null
  reached: boolean
  /** A record or some bytes of a photo got through: the next attempt need not wait longer than this one did. */
  progressed: boolean
  /** The server asked not to be called before. */
  waitMs: number
}

/** Before the first request of an exchange. */
export function nothingYet(): Drained {
  return { error: null, reached: false, progressed: false, waitMs: 0 }
}
