/** Where in a visit a photo belongs: found again although the page was left before it was written down. */

import type { Row, Value } from './checklist-answers'
import { rowsOf } from './checklist-values'
import type { Draft } from './visit'

/** A line of a group is named behind its question: `child:CIRC-A01:CIRC-A01c.2.photo`. */
export type PhotoPlace = `item:${string}` | `value:${string}` | `after:${string}` | `child:${string}:${string}` | `issue:${string}`

const quoted = /[0-9a-f]{64}/g

/** Every hash of a picture named anywhere in a record. */
export function shasIn(record: unknown): string[] {
  return [...new Set(JSON.stringify(record ?? null).match(quoted) ?? [])]
}

type Given = Value | null | undefined

/** The value of a question with a photo added, in a line of a group where the place names one. */
function withOne(value: Given, [line, column]: readonly string[], sha: string): Value | null {
  if (line === undefined || column === undefined) return added(photosIn(value), sha)
  const rows = rowsOf(value)
  const at = Number(line)
  // The first line stands open before anything is written in it; any other was asked for.
  if (at > 0 && at >= rows.length) return null
  const row: Row = rows[at] ?? {}
  const filled = { ...row, [column]: added(photosIn(row[column]), sha) }
  return rows.length ? rows.map((one, n) => (n === at ? filled : one)) : [filled]
}

function added(photos: readonly string[] | undefined, sha: string): string[] {
  return [...new Set([...(photos ?? []), sha])]
}

function photosIn(value: Given): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** The draft with a photo put in its place; null when its question asks for none any more. */
export function withPhoto(draft: Draft, place: string, sha: string): Draft | null {
  const [kind, code = '', child = ''] = place.split(':')
  if (kind === 'issue') {
    const recheck = draft.rechecks[code]
    if (!recheck) return null
    return { ...draft, rechecks: { ...draft.rechecks, [code]: { ...recheck, photos: added(recheck.photos, sha) } } }
  }
  const [item = '', ...inItem] = code.split('.')
  // An item that asks for a photo has no answer before its first one.
  const answer = draft.answers[item] ?? (kind === 'value' ? { item } : undefined)
  if (!answer) return null
  const put = (patch: Partial<typeof answer>): Draft => ({ ...draft, answers: { ...draft.answers, [item]: { ...answer, ...patch } } })
  if (kind === 'child') {
    const [question = '', ...inChild] = child.split('.')
    const value = withOne(answer.children?.[question], inChild, sha)
    return value === null ? null : put({ children: { ...answer.children, [question]: value } })
  }
  if (kind === 'value') {
    const value = withOne(answer.value, inItem, sha)
    return value === null ? null : put({ value })
  }
  if (answer.answer !== 'no') return null
  if (kind === 'after') return answer.fixed_on_site ? put({ photos_after: added(answer.photos_after, sha) }) : null
  return kind === 'item' ? put({ photos: added(answer.photos, sha) }) : null
}
