/** Which units are offered to hand an issue to: a city has hundreds, and one issue lies in one county. */

import type { UnitRow } from './wire'

export interface Near {
  /** The county the issue lies in, by its 12 digits. */
  county: string
  /** The unit that has it: it stands first, or not at all where it is to be given to another. */
  unit: string | null
  another: boolean
}

export interface Offered {
  shown: UnitRow[]
  /** How many more a search would find. */
  hidden: number
}

const COUNTY_DIGITS = 6
/** More is not looked through but searched. */
const MOST = 40

/** Without `words` those of the issue's own county, the bureau after who has it; with them whoever bears such a name. */
export function unitsOffered(units: readonly UnitRow[], words: string, near: Near | null): Offered {
  const said = words.trim()
  const may = units.filter((one) => !(near?.another && one.id === near.unit))
  const found = may.filter((one) => one.name.includes(said))
  const here = near ? found.filter((one) => one.region_code.startsWith(near.county.slice(0, COUNTY_DIGITS))) : []
  const rank = (one: UnitRow): number => (one.id === near?.unit ? 0 : !here.includes(one) ? 3 : one.kind === 'bureau' ? 1 : 2)
  const sorted = [...(said || !here.length ? found : here)].sort((a, b) => rank(a) - rank(b))
  const shown = sorted.slice(0, MOST)
  return { shown, hidden: found.length - shown.length }
}
