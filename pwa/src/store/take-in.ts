/** Taking in what the server told: page by page, so that a cut costs one page and not the whole. */

import type { SyncPage } from '@/domain/wire'
import { fact, type Meta } from './catalogue'
import { db, owner, sealed, written } from './db'

/** The enterprises named so far by pages that together hold everything. */
interface Named {
  run: string
  entities: string[]
}

/** Takes in one page of changes, all of it or nothing; the cursor moves with the data. */
export async function takeIn(page: SyncPage, at = Date.now(), of = owner()): Promise<void> {
  const meta: Meta = {
    period: page.period,
    serverTime: page.server_time,
    syncedAt: new Date(at).toISOString(),
    skewMs: at - Date.parse(page.server_time),
    settings: page.settings,
  }
  const named = page.full ? await namedWith(page, of) : null
  const [entityRows, plainIssues, feedbackRows, factRows] = await Promise.all([
    boxed(page.entities, of),
    boxed(page.issues, of),
    boxed(page.feedback, of),
    boxedFacts({
      meta,
      named: page.more ? named : null,
      cursor: page.cursor,
      checklists: page.checklists,
      calendars: page.calendars,
      contacts: page.contacts,
      units: page.units,
      ...(page.drafts && { signing: page.drafts }),
      ...(page.messages && { messages: page.messages }),
    }, of),
  ])
  const issueRows = plainIssues.map((row, n) => ({ ...row, entityId: page.issues[n]?.entity.id ?? '' }))
  const store = db(of)
  await written(() =>
    store.transaction('rw', [store.entities, store.issues, store.feedback, store.facts], async () => {
      if (named && !page.more) {
        await store.entities.where('id').noneOf(named.entities).delete()
        await store.issues.where('entityId').noneOf(named.entities).delete()
        await store.feedback.clear()
      }
      // An enterprise comes with all its issues: those it no longer has are gone.
      const told = [...page.entities.map((one) => one.id), ...page.removed_entities]
      await store.issues.where('entityId').anyOf(told).delete()
      await store.entities.bulkDelete(page.removed_entities)
      await store.entities.bulkPut(entityRows)
      await store.issues.bulkPut(issueRows)
      await store.feedback.bulkPut(feedbackRows)
      await store.facts.bulkPut(factRows)
    }),
  )
}

async function namedWith(page: SyncPage, of: string): Promise<Named> {
  const before = await fact<Named | null>('named', of)
  const entities = before?.run === page.run ? before.entities : []
  return { run: page.run, entities: [...entities, ...page.entities.map((one) => one.id)] }
}

async function boxed<T extends { id: string }>(rows: T[], of: string) {
  return Promise.all(rows.map(async (row) => ({ id: row.id, ...(await sealed(row, of)) })))
}

async function boxedFacts(facts: Record<string, unknown>, of: string) {
  return Promise.all(Object.entries(facts).map(async ([id, value]) => ({ id, ...(await sealed(value, of)) })))
}
