/** All that the page of one entity shows: from the phone where it is there, else from the server. */

import { computed, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'

import { shownItems, type ChecklistBody } from '@/domain/checklist'
import { filled, type Filled } from '@/domain/filled'
import { isOpen } from '@/domain/issue-tag'
import { isVisitOnItsWay } from '@/domain/upload-list'
import { shanghaiDate } from '@/domain/when'
import type { EntityShown, IssueRow, IssueShown, VisitDraftShown } from '@/domain/wire'
import { checklistFor, entity, formOf, issuesOf, meta, modulesFor } from '@/store/catalogue'
import { draftOf, type Draft } from '@/store/drafts'
import { visitDrafts } from '@/store/handing'
import { useLive } from '@/store/live'
import { intents, type Intent } from '@/store/outbox'
import { sentence } from '@/store/problems'
import { remoteEntity, remoteIssues } from '@/store/remote'

interface Kept {
  loaded: boolean
  entity: EntityShown | null
  issues: IssueShown[]
  draft: Draft | null
  sent: Intent | null
  signing: VisitDraftShown[]
}

export interface EntityPage {
  entity: ComputedRef<EntityShown | null>
  issues: ComputedRef<IssueRow[]>
  draft: ComputedRef<Draft | null>
  /** The visit just handed in from this phone, while the list does not know of it. */
  sent: ComputedRef<Intent | null>
  /** What is drafted of it for a signature. */
  signing: ComputedRef<VisitDraftShown[]>
  form: Ref<{ name: string; items: number; filled: Filled | null } | null>
  failure: Ref<string>
  cachedAt: Ref<string | null>
  load: () => Promise<void>
}

const NOTHING: Kept = { loaded: false, entity: null, issues: [], draft: null, sent: null, signing: [] }

export function useEntityPage(id: string): EntityPage {
  const kept = useLive(() => fromPhone(id), NOTHING)
  const remote = ref<EntityShown | null>(null)
  const remoteOpen = ref<IssueRow[]>([])
  const failure = ref('')
  const cachedAt = ref<string | null>(null)
  const form = ref<EntityPage['form']['value']>(null)
  const shown = computed(() => kept.value.entity ?? remote.value)

  /** Asks the server for an entity that is not in this phone's list. */
  async function load(): Promise<void> {
    failure.value = ''
    if (await entity(id)) return
    try {
      const found = await remoteEntity(id)
      remote.value = found.data
      cachedAt.value = found.from === 'cache' ? found.at : null
      remoteOpen.value = (await remoteIssues({ entity: id, state: 'open' })).data.items
    } catch (error) {
      if (!remote.value) failure.value = sentence(error)
    }
  }

  watch([shown, () => kept.value.draft], async ([one, begun]) => (form.value = one && (await formFacts(one, begun))), {
    immediate: true,
  })
  onMounted(load)
  return {
    entity: shown,
    issues: computed(() => (kept.value.entity ? kept.value.issues.filter(isOpen) : remoteOpen.value)),
    draft: computed(() => kept.value.draft),
    sent: computed(() => kept.value.sent),
    signing: computed(() => kept.value.signing),
    form,
    failure,
    cachedAt,
    load,
  }
}

async function fromPhone(id: string): Promise<Kept> {
  const one = await entity(id)
  const found = await issuesOf(id)
  const begun = await draftOf(id)
  const queued = await intents()
  const drafted = await visitDrafts()
  const known = await meta()
  const sent = queued.find((made) => isVisitOnItsWay(made, known?.syncedAt ?? '') && made.subject === `entity:${id}`)
  return { loaded: true, entity: one, issues: found, draft: begun, sent: sent ?? null, signing: drafted.filter((one) => one.entity.id === id) }
}

/** The checklist a visit would use, once it is on the phone; never a reason to wait. */
async function formFacts(one: EntityShown, begun: Draft | null): Promise<EntityPage['form']['value']> {
  try {
    const pinned = begun?.checklist ?? (await checklistFor(one))
    const modules = begun ? begun.modules : pinned && (await modulesFor(one, pinned))
    if (!pinned || !(one.can_inspect || one.can_draft)) return null
    const body: ChecklistBody = await formOf({ checklist: pinned, modules: modules ?? undefined })
    const today = shanghaiDate(new Date())
    return {
      name: body.name,
      items: shownItems(body, one.profile as Draft['profile']).filter((item) => item.type === 'yes_no_na').length,
      filled: begun && filled(body, begun, today),
    }
  } catch {
    return null
  }
}
