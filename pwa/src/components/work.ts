/** The cadre's work as it stands on this phone: entities, open issues, drafts, what waits. */

import { computed, type ComputedRef } from 'vue'

import type { Intent } from '@/domain/intent'
import { isOpen } from '@/domain/issue-tag'
import { inOrder } from '@/domain/order'
import { progress, type Progress } from '@/domain/progress'
import { isVisitOnItsWay } from '@/domain/upload-list'
import type { Draft } from '@/domain/visit'
import { shanghaiDate } from '@/domain/when'
import type { EntityShown, IssueShown, Period } from '@/domain/wire'
import { known } from '@/store/first-look'
import type { OnPhone } from '@/store/on-phone'
import { useSoon } from '@/store/soon'

export interface Work {
  period: Period | null
  entities: EntityShown[]
  drafts: Draft[]
  today: string
  progress: Progress
  /** Open issues, the most pressing first. */
  openIssues: IssueShown[]
  issueCount: (entityId: string) => number
  here: (entityId: string) => 'draft' | 'waiting' | 'refused' | undefined
}

const NOTHING: OnPhone = { meta: null, entities: [], issues: [], drafts: [], intents: [] }

function entitiesOf(queued: readonly Intent[]): ReadonlySet<string> {
  return new Set(queued.flatMap((made) => (made.kind === 'inspection' ? [made.body.entity_id] : [])))
}

function byDeadline(a: IssueShown, b: IssueShown): number {
  return Number(b.overdue) - Number(a.overdue) || inOrder(a.deadline, b.deadline)
}

export function useWork(): { work: ComputedRef<Work>; ready: ComputedRef<boolean> } {
  const kept = useSoon(known() ?? NOTHING, async () => (await import('@/store/on-phone')).onPhone)
  const ready = computed(() => kept.value.meta !== null)
  const work = computed<Work>(() => {
    const { meta, entities, issues, drafts, intents } = kept.value
    const today = shanghaiDate(new Date(Date.now() - (meta?.skewMs ?? 0)))
    const openIssues = issues.filter(isOpen).sort(byDeadline)
    const withDraft = new Set(drafts.map((draft) => draft.entityId))
    // A visit handed in here that the list from the server cannot know yet, and one it did not take.
    const visited = entitiesOf(intents.filter((made) => isVisitOnItsWay(made, meta?.syncedAt ?? '')))
    const refused = entitiesOf(intents.filter((made) => made.state.at === 'refused'))
    return {
      period: meta?.period ?? null,
      today,
      entities,
      drafts,
      openIssues,
      progress: progress(entities, visited, today),
      issueCount: (id) => openIssues.filter((row) => row.entity.id === id).length,
      here: (id) => (withDraft.has(id) ? 'draft' : visited.has(id) ? 'waiting' : refused.has(id) ? 'refused' : undefined),
    }
  })
  return { work, ready }
}
