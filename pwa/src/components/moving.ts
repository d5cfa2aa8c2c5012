/** Making a move of the ledger: written down on the phone first, then sent; told at once how it went. */

import { computed, type ComputedRef } from 'vue'

import type { Intent } from '@/domain/intent'
import type { IssueShown, MoveGiven, ProblemBody } from '@/domain/wire'
import { useLive } from '@/store/live'
import { dropMoveDraft } from '@/store/moves'
import { enqueueMove, intent, intents } from '@/store/outbox'
import { useSync, type SyncState } from '@/sync-key'

/** A person waits this long for the server's word; then the move waits on the phone by itself. */
const PATIENCE_MS = 9000
const LOOK_MS = 120

export type Outcome = { is: 'done' } | { is: 'waiting' } | { is: 'refused'; id: string; why: string; problem: ProblemBody | undefined }
export type MakeMove = (issue: IssueShown, given: MoveGiven, title: string) => Promise<Outcome>

export function useMoving(): MakeMove {
  const sync = useSync()
  return async (issue, given, title) => {
    const id = await enqueueMove(issue.id, issue.version, given, `${title}：${issue.entity.name}`)
    await dropMoveDraft(issue.id, given.move)
    void sync.syncNow()
    return outcomeOf(id, sync)
  }
}

/** Moves of one issue that the server has not accepted yet, oldest first. */
export function usePending(issueId: () => string): ComputedRef<Intent[]> {
  const all = useLive(intents, [])
  return computed(() =>
    all.value.filter((one) => one.subject === `issue:${issueId()}` && one.kind === 'move' && one.state.at !== 'accepted').reverse(),
  )
}

async function outcomeOf(id: string, sync: SyncState): Promise<Outcome> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const state = (await intent(id))?.state
    if (!state || state.at === 'accepted') return { is: 'done' }
    // It stays on the phone until somebody has read the refusal: the person may have left the page.
    if (state.at === 'refused') return { is: 'refused', id, why: state.why, problem: state.problem }
    if (state.at === 'signin' || !sync.online.value) return { is: 'waiting' }
    if (state.at === 'waiting' && state.tries && !sync.running.value) return { is: 'waiting' }
  }
  return { is: 'waiting' }
}
