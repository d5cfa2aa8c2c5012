/** What an item cites on a given day; twin of `app/checklists/laws.py`. */
import type { Basis, Law } from './checklist-format'

type Day = string

/** A law as it reads from one day on; the next edition ends it. */
export interface Edition {
  version: string
  title: string | null
  valid_from: Day | null
  valid_to: Day | null
}

/** A law or standard, whatever its edition. */
export interface Statute {
  title: string
  editions: Edition[]
}

export type Statutes = Readonly<Record<string, Statute>>

/** The laws on record as the server sends them; the digest changes when one of them does. */
export interface LawsShown {
  digest: string
  laws: Statutes
}

/** What is needed to cite: the names in the checklist itself, the laws on record, and the day of the visit. */
export interface LawBook {
  own: Readonly<Record<string, Law>>
  statutes: Statutes
  day: Day
}

/** What is said of one clause; `version` is empty where nothing is known of it. */
export interface Citation {
  title: string
  article: string
  version: string
}

/** The clauses an item rests on, as they read on the day; those not in force are left out unless none would be left. */
export function cited(basis: readonly Basis[], book: LawBook): Citation[] {
  const inForce = basis.filter((one) => isInForce(one, book))
  return (inForce.length ? inForce : basis).map((one) => citation(one, book))
}

function isInForce(one: Basis, { statutes, day }: LawBook): boolean {
  if ((one.valid_from && day < one.valid_from) || (one.valid_to && one.valid_to < day)) return false
  const statute = statutes[one.law]
  return !statute || editionOn(statute, day) !== undefined
}

function citation(one: Basis, { own, statutes, day }: LawBook): Citation {
  const statute = statutes[one.law]
  const edition = statute && editionOn(statute, day)
  if (statute && edition) return { title: edition.title ?? statute.title, article: one.article, version: edition.version }
  const named = own[one.law]
  if (named) return { title: named.title, article: one.article, version: named.version }
  return { title: statute?.title ?? one.law, article: one.article, version: '' }
}

function editionOn(statute: Statute, day: Day): Edition | undefined {
  return statute.editions.find((edition, n) => {
    const next = statute.editions[n + 1]?.valid_from
    const begun = !edition.valid_from || edition.valid_from <= day
    return begun && !(next && next <= day) && !(edition.valid_to && edition.valid_to < day)
  })
}
