/** Where in a visit a photo belongs: found again although the page was left before it was written down. */

import type { Value } from './checklist-answers'
import type { Draft } from './visit'

export type PhotoPlace = `item:${string}` | `value:${string}` | `after:${string}` | `child:${string}:${string}` | `issue:${string}`

const quoted = /[0-9a-f]{64}/g

/** Every hash of a picture named anywhere in a record. */
export function shasIn(record: unknown): string[] {
  return [...new Set(JSON.stringify(record ?? null).match(quoted) ?? [])]
}

function photosIn(value: Value | null | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** The draft with a photo put in its place; null when its question asks for none any more. */
export function withPhoto(draft: Draft, place: string, sha: string): Draft | null {
  const [kind, code = '', child = ''] = place.split(':')
  const added = (photos: readonly string[] | undefined): string[] => [...new Set([...(photos ?? []), sha])]
  if (kind === 'issue') {
    const recheck = draft.rechecks[code]
    if (!recheck) return null
    return { ...draft, rechecks: { ...draft.rechecks, [code]: { ...recheck, photos: added(recheck.photos) } } }
  }
  // An item that asks for a photo has no answer before its first one.
  const answer = draft.answers[code] ?? (kind === 'value' ? { item: code } : undefined)
  if (!answer) return null
  const put = (patch: Partial<typeof answer>): Draft => ({ ...draft, answers: { ...draft.answers, [code]: { ...answer, ...patch } } })
  if (kind === 'child') {
    const listed = answer.children?.[child]
    return put({ children: { ...answer.children, [child]: added(photosIn(listed)) } })
  }
  if (kind === 'value') return put({ value: added(photosIn(answer.value)) })
  if (answer.answer !== 'no') return null
  if (kind === 'after') return answer.fixed_on_site ? put({ photos_after: added(answer.photos_after) }) : null
  return kind === 'item' ? put({ photos: added(answer.photos) }) : null
}
