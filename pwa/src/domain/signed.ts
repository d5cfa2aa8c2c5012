/** What people put their names to: known again after it was changed. */

import type { Draft } from './visit'

/** A short mark of all that a signature stands under; another content has another mark. */
export function contentMark({ answers, rechecks, unchecked, participants, statement, outcome, mode }: Draft): string {
  const text = JSON.stringify([answers, rechecks, unchecked ?? {}, participants, statement, outcome, ...(mode === 'onsite' ? [] : [mode])])
  let hash = 0x811c9dc5
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193)
  return `${text.length}.${(hash >>> 0).toString(36)}`
}

/** Whether anything was changed since somebody signed. */
export function changedSinceSigned(draft: Draft): boolean {
  const now = contentMark(draft)
  return (['cadre', 'enterprise'] as const).some((who) => {
    const mark = draft.signedOver?.[who]
    return Boolean(draft.signatures[who]) && mark !== undefined && mark !== now
  })
}

/** The marks after a signature was given now. */
export function signedNow(draft: Draft, given: { cadre?: unknown; enterprise?: unknown }): NonNullable<Draft['signedOver']> {
  const mark = contentMark(draft)
  return { ...draft.signedOver, ...(given.cadre ? { cadre: mark } : {}), ...(given.enterprise ? { enterprise: mark } : {}) }
}
