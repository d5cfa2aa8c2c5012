/** What a preview may be shown for: the flags its conditions ask about. */

import { itemsOf, type ChecklistBody } from './checklist'

const FLAG = /\bentity\.([a-z_]+)\b/g
const WORDS = new Set(['kind', 'stage', 'grade', 'has_prior_issues', 'level'])

/** The flags that decide what this checklist asks, in the order they come up. */
export function flagsIn(body: ChecklistBody): string[] {
  const asked = itemsOf(body).flatMap((item) => [...(item.when ?? '').matchAll(FLAG)].map((found) => found[1] ?? ''))
  return [...new Set(asked)].filter((flag) => flag && !WORDS.has(flag))
}
