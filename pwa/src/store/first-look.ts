import { isUnsettled, type Intent } from '@/domain/intent'
import { underWay } from '@/domain/signing'
import type { Draft } from '@/domain/visit'
import type { CalendarYear, EntityShown, IssueShown, VisitDraftShown } from '@/domain/wire'
import type { OnPhone } from './on-phone'
import { SCHEMA } from './schema'
import { believed, today, type Meta } from './told'
import { asked, keptKey, unseal, type Sealed } from './vault'

let look: OnPhone | null = null

/** What the first look found; there only while the first screen is being set up, for it ages. */
export function known(): OnPhone | null {
  return look
}

/** Sets up the first screen on what is on the phone. */
export function showing(found: OnPhone | null, setUp: () => void): void {
  look = found
  setUp()
  look = null
}

/**
 * What the first screen shows, read in one go and without the database's library, which comes after it.
 *
 * Null when there is nothing to read yet, or not in the shape this version knows.
 */
export async function firstLook(owner: string): Promise<OnPhone | null> {
  const [database, key] = await Promise.all([opened(`dudao:${owner}`), keptKey(owner)])
  if (!database) return null
  try {
    // The library counts in tenths.
    if (!key || database.version !== SCHEMA * 10) return null
    const found = await rows(database)
    const all = <T>(boxes: Sealed[]): Promise<T[]> => Promise.all(boxes.map((box) => unseal<T>(key, box)))
    const fact = <T>(box: Sealed | undefined): Promise<T | null> => (box ? unseal<T>(key, box) : Promise.resolve(null))
    const meta = believed(await fact<Meta>(found.meta))
    const outbox = found.outbox.filter((row) => isUnsettled(row, meta?.syncedAt ?? ''))
    const [years, entities, issues, drafts, intents, told] = await Promise.all([
      fact<CalendarYear[]>(found.calendars),
      all<EntityShown>(found.entities),
      all<IssueShown>(found.issues),
      all<Draft>(newest(found.drafts, (row) => row.savedAt)),
      all<Intent>(newest(outbox, (row) => row.madeAt)),
      fact<VisitDraftShown[]>(found.signing),
    ])
    return { meta, entities, issues: today(issues, meta, years ?? []), drafts, intents, signing: underWay(told ?? [], intents, drafts.map(({ id }) => id)) }
  } finally {
    database.close()
  }
}

type Kept<More = unknown> = Sealed & More

async function rows(database: IDBDatabase) {
  const transaction = database.transaction(['facts', 'entities', 'issues', 'drafts', 'outbox'], 'readonly')
  const every = <T>(room: string): Promise<T[]> => asked(transaction.objectStore(room).getAll())
  const fact = (name: string) => asked<Kept | undefined>(transaction.objectStore('facts').get(name))
  const [meta, calendars, signing, entities, issues, drafts, outbox] = await Promise.all([
    fact('meta'),
    fact('calendars'),
    fact('signing'),
    every<Kept>('entities'),
    every<Kept>('issues'),
    every<Kept<{ savedAt: string }>>('drafts'),
    every<Kept<{ madeAt: string; settledAt?: string }>>('outbox'),
  ])
  return { meta, calendars, signing, entities, issues, drafts, outbox }
}

function newest<T>(found: T[], at: (row: T) => string): T[] {
  return found.sort((a, b) => (at(a) < at(b) ? 1 : -1))
}

function opened(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const request = indexedDB.open(name)
    // Not there yet: to make it is the library's business.
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onsuccess = () => {
      // Another page signs out: what it deletes must not wait for this look.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    request.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
  })
}
