/** The columns of a list at a desk. */

export interface Column<T> {
  name: string
  /** Its words. */
  of?: (row: T) => string | number
  /** Smaller words below them. */
  under?: (row: T) => string
  /** A word in its colour. */
  tag?: (row: T) => { name: string; tone: string } | null
  /** The page gives it: the slot of this name. */
  slot?: string
  /** Stays on one line. */
  short?: boolean
  /** Figures, to be compared down the column. */
  figure?: boolean
  /** Left out first where room is short. */
  spare?: boolean
}
