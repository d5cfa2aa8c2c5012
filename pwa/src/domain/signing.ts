/** 代拟的督导表 in a list: which of those the server told of are still to be dealt with here. */

import type { Intent } from './intent'
import type { VisitDraftShown } from './wire-signing'

/** What an intent about a draft has for its subject. */
export function subjectOf(draftId: string): string {
  return `draft:${draftId}`
}

/** Of what the server told, that which was not settled on this phone since. */
export function underWay(told: readonly VisitDraftShown[], made: readonly Intent[], openDrafts: readonly string[]): VisitDraftShown[] {
  const counts = made.filter(({ state }) => state.at !== 'refused')
  return told.filter((one) => !counts.some((intent) => settles(intent, one)) && !(one.stage === 'returned' && openDrafts.includes(one.id)))
}

function settles(intent: Intent, shown: VisitDraftShown): boolean {
  if (intent.kind === 'inspection') return intent.id === shown.id
  if (intent.subject !== subjectOf(shown.id)) return false
  if (intent.kind === 'give_back') return intent.body.handing === shown.handing
  // Handed over again since it was returned.
  return intent.kind === 'handing' && shown.stage === 'returned' && intent.id > shown.handing
}
