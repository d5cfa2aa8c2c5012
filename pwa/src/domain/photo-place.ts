/** Where in a visit a photo belongs: found again although the page was left before it was written down. */

import type { Draft } from './visit'

export type PhotoPlace = `item:${string}` | `after:${string}` | `child:${string}:${string}` | `issue:${string}`

const quoted = /[0-9a-f]{64}/g

/** Every hash of a picture named anywhere in a record. */
export function shasIn(record: unknown): string[] {
  return [...new Set(JSON.stringify(record ?? null).match(quoted) ?? [])]
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
  const answer = draft.answers[code]
  if (!answer) return null
  const put = (patch: Partial<typeof answer>): Draft => ({ ...draft, answers: { ...draft.answers, [code]: { ...answer, ...patch } } })
  if (kind === 'child') {
    const listed = answer.children?.[child]
    return put({ children: { ...answer.children, [child]: added(Array.isArray(listed) ? listed : []) } })
  }
  if (answer.answer !== 'no') return null
  if (kind === 'after') return answer.fixed_on_site ? put({ photos_after: added(answer.photos_after) }) : null
  return kind === 'item' ? put({ photos: added(answer.photos) }) : null
}
