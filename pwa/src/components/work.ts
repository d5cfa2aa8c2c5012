/** The cadre's work as it stands on this phone: entities, open issues, drafts, what waits. */

import { computed, type ComputedRef } from 'vue'

import { isOpen } from '@/domain/issue-tag'
import { progress, type Progress } from '@/domain/progress'
import { isVisitOnItsWay } from '@/domain/upload-list'
import { shanghaiDate } from '@/domain/when'
import type { EntityShown, IssueShown, Period } from '@/domain/wire'
import { entities, issues, meta } from '@/store/catalogue'
import { drafts, type Draft } from '@/store/drafts'
import { useLive } from '@/store/live'
import { intents, type Intent } from '@/store/outbox'

interface Snapshot {
  period: Period | null
  entities: EntityShown[]
  issues: IssueShown[]
  drafts: Draft[]
  /** Entities with a visit on its way that the list from the server cannot know yet. */
  visited: ReadonlySet<string>
  /** Entities whose visit the server did not take. */
  refused: ReadonlySet<string>
}

export interface Work extends Omit<Snapshot, 'issues' | 'visited' | 'refused'> {
  today: string
  progress: Progress
  /** Open issues, the most pressing first. */
  openIssues: IssueShown[]
  issueCount: (entityId: string) => number
  here: (entityId: string) => 'draft' | 'waiting' | 'refused' | undefined
}

const EMPTY: Snapshot = { period: null, entities: [], issues: [], drafts: [], visited: new Set(), refused: new Set() }

async function snapshot(): Promise<Snapshot> {
  const known = await meta()
  const own = await entities()
  const found = await issues()
  const begun = await drafts()
  const queued = await intents()
  return {
    period: known?.period ?? null,
    entities: own,
    issues: found,
    drafts: begun,
    visited: entitiesOf(queued.filter((made) => isVisitOnItsWay(made, known?.syncedAt ?? ''))),
    refused: entitiesOf(queued.filter((made) => made.state.at === 'refused')),
  }
}

function entitiesOf(queued: readonly Intent[]): ReadonlySet<string> {
  return new Set(queued.flatMap((made) => (made.kind === 'inspection' ? [made.body.entity_id] : [])))
}

function byDeadline(a: IssueShown, b: IssueShown): number {
  return Number(b.overdue) - Number(a.overdue) || a.deadline.localeCompare(b.deadline)
}

export function useWork(): { work: ComputedRef<Work>; ready: ComputedRef<boolean> } {
  const snap = useLive(snapshot, EMPTY)
  const ready = computed(() => snap.value.period !== null)
  const work = computed<Work>(() => {
    const { period, entities: own, issues: found, drafts: begun, visited, refused } = snap.value
    const today = shanghaiDate(new Date())
    const openIssues = found.filter(isOpen).sort(byDeadline)
    const withDraft = new Set(begun.map((draft) => draft.entityId))
    return {
      period,
      today,
      entities: own,
      drafts: begun,
      openIssues,
      progress: progress(own, visited, today),
      issueCount: (id) => openIssues.filter((row) => row.entity.id === id).length,
      here: (id) => (withDraft.has(id) ? 'draft' : visited.has(id) ? 'waiting' : refused.has(id) ? 'refused' : undefined),
    }
  })
  return { work, ready }
}
