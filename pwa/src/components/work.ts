/** The cadre's work as it stands on this phone: entities, open issues, drafts, what waits. */

import { computed, type ComputedRef } from 'vue'

import type { Intent } from '@/domain/intent'
import { isOpen } from '@/domain/issue-tag'
import { inOrder } from '@/domain/order'
import { progress, type Progress } from '@/domain/progress'
import { isVisitOnItsWay } from '@/domain/upload-list'
import type { Draft } from '@/domain/visit'
import { shanghaiDate } from '@/domain/when'
import type { EntityShown, IssueShown, Period, VisitDraftShown } from '@/domain/wire'
import { known } from '@/store/first-look'
import type { OnPhone } from '@/store/on-phone'
import { session } from '@/store/session'
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
  here: (entityId: string) => 'draft' | 'handed' | 'waiting' | 'refused' | undefined
  /** 代拟的督导表: to be signed, handed over, given back. */
  signing: VisitDraftShown[]
}

const NOTHING: OnPhone = { meta: null, entities: [], issues: [], drafts: [], intents: [], signing: [] }

function entitiesOf(queued: readonly Intent[]): ReadonlySet<string> {
  return new Set(queued.flatMap((made) => (made.kind === 'inspection' || made.kind === 'handing' ? [made.body.entity_id] : [])))
}

/** What an assistant has filled in and waits for his leader's signature, told of or still on its way. */
function handedOver(signing: readonly VisitDraftShown[], queued: readonly Intent[]): ReadonlySet<string> {
  const mine = signing.filter((one) => one.stage === 'waiting' && one.drafter.id === session.value?.me.id)
  const going = queued.filter((made) => made.kind === 'handing' && made.state.at !== 'accepted' && made.state.at !== 'refused')
  return new Set([...mine.map((one) => one.entity.id), ...entitiesOf(going)])
}

function byDeadline(a: IssueShown, b: IssueShown): number {
  return Number(b.overdue) - Number(a.overdue) || inOrder(a.deadline, b.deadline)
}

export function useWork(): { work: ComputedRef<Work>; ready: ComputedRef<boolean> } {
  const kept = useSoon(known() ?? NOTHING, async () => (await import('@/store/on-phone')).onPhone)
  const ready = computed(() => kept.value.meta !== null)
  const work = computed<Work>(() => {
    const { meta, entities, issues, drafts, intents, signing } = kept.value
    const today = shanghaiDate(new Date(Date.now() - (meta?.skewMs ?? 0)))
    const openIssues = issues.filter(isOpen).sort(byDeadline)
    const withDraft = new Set(drafts.map((draft) => draft.entityId))
    // A visit handed in here that the list from the server cannot know yet, and one it did not take.
    const visited = entitiesOf(intents.filter((made) => isVisitOnItsWay(made, meta?.syncedAt ?? '')))
    const refused = entitiesOf(intents.filter((made) => made.state.at === 'refused'))
    const handed = handedOver(signing, intents)
    return {
      period: meta?.period ?? null,
      today,
      entities,
      // One that waits for a signature stands among those, opened or not.
      drafts: drafts.filter((one) => !signing.some(({ id }) => id === one.id)),
      openIssues,
      progress: progress(entities, visited, today),
      issueCount: (id) => openIssues.filter((row) => row.entity.id === id).length,
      signing,
      here: (id) => (withDraft.has(id) ? 'draft' : handed.has(id) ? 'handed' : visited.has(id) ? 'waiting' : refused.has(id) ? 'refused' : undefined),
    }
  })
  return { work, ready }
}
