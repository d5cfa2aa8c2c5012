import type { EntityShown, IssueShown, VisitDraftShown } from '@/domain/wire'
import { entities, issues, meta, type Meta } from './catalogue'
import { drafts, type Draft } from './drafts'
import { visitDrafts } from './handing'
import { unsettledIntents, type Intent } from './outbox'

/** A cadre's work as it lies on this phone. */
export interface OnPhone {
  meta: Meta | null
  entities: EntityShown[]
  issues: IssueShown[]
  /** The one touched last first. */
  drafts: Draft[]
  /** What the server's list cannot know of in full, the newest first. */
  intents: Intent[]
  signing: VisitDraftShown[]
}

export async function onPhone(): Promise<OnPhone> {
  const known = await meta()
  return {
    meta: known,
    entities: await entities(),
    issues: await issues(),
    drafts: await drafts(),
    signing: await visitDrafts(),
    intents: await unsettledIntents(known?.syncedAt ?? ''),
  }
}
