/** The rescue file: everything that exists on this phone only, carried to another phone by hand. */

import type { ChecklistBody } from '@/domain/checklist'
import { isOwed, isVisit, type Intent } from '@/domain/intent'
import { pinsOf } from '@/domain/modules'
import type { Draft } from '@/domain/visit'
import { shanghaiDate } from '@/domain/when'
import type { Sha256 } from '@/domain/wire'
import { db, opened, openedAll, sealed, written, type KeptRow } from './db'
import { intents } from './outbox'
import { keepBytes, localBytes, photoState } from './photos'
import { frames, NotOpened, sealer } from './sealed-file'
import { session } from './session'

export { NotOpened } from './sealed-file'

export const least_letters = 8

interface Loose {
  id: string
  value: unknown
}

/** What stands first in the file; the photos it names follow in this order. */
interface Manifest {
  account: { id: string; name: string }
  madeAt: string
  intents: Intent[]
  drafts: Draft[]
  /** Forms behind handed-in visits, so that a refused one can be corrected over there as well. */
  facts: Loose[]
  moves: Loose[]
  checklists: { id: string; body: ChecklistBody }[]
  photos: { sha: Sha256; type: string }[]
}

/** How much there is to carry. */
export async function rescuable(): Promise<{ records: number; photos: number }> {
  const found = await gathered()
  return { records: found.intents.length + found.drafts.length, photos: found.photos.length }
}

/** Writes the file; one photo at a time is in memory. */
export async function rescueFile(passphrase: string, at = new Date()): Promise<File> {
  const manifest = await gathered(at)
  const { head, seal } = await sealer(passphrase)
  const parts: BlobPart[] = [head, ...(await seal(0, new TextEncoder().encode(JSON.stringify(manifest))))]
  for (const [n, { sha }] of manifest.photos.entries()) {
    const bytes = await localBytes(sha)
    if (!bytes) throw new NotOpened('有照片刚刚被清理，请再导出一次')
    const frame = await seal(n + 1, new Uint8Array(await bytes.arrayBuffer()))
    // As a blob: the browser may put what is done on its disk.
    parts.push(new Blob(frame))
  }
  return new File(parts, `督导通-未上传-${shanghaiDate(at)}.dudao`, { type: 'application/octet-stream' })
}

export interface Rescued {
  /** Records that were not on this phone, and those that were. */
  added: number
  known: number
  photos: number
}

/** Takes a file in: photos first, then records whose number is free here. Throws `NotOpened`. */
export async function takeRescued(file: Blob, passphrase: string): Promise<Rescued> {
  const reading = frames(file, passphrase)
  const first = await reading.next()
  if (first.done) throw new NotOpened('文件不完整，请重新导出或重新接收')
  const manifest = JSON.parse(new TextDecoder().decode(first.value)) as Manifest
  if (manifest.account.id !== session.value?.me.id) throw new NotOpened(`这份文件是${manifest.account.name}的，请用本人的账号登录后再导入`)
  for (const { sha, type } of manifest.photos) {
    const frame = await reading.next()
    if (frame.done) throw new NotOpened('文件不完整，请重新导出或重新接收')
    if ((await keepBytes(frame.value, type)) !== sha) throw new NotOpened('文件已损坏，请重新导出或重新接收')
  }
  const added = await takeRecords(manifest)
  return { added, known: manifest.intents.length + manifest.drafts.length - added, photos: manifest.photos.length }
}

async function gathered(at = new Date()): Promise<Manifest> {
  const me = session.value?.me
  if (!me) throw new NotOpened('请先登录再导出')
  const unsent = (await intents()).filter((made) => isOwed(made) && made.kind !== 'feedback_read')
  const begun = await openedAll<Draft>(await db().drafts.toArray())
  const facts = await loose(await db().facts.bulkGet(unsent.map((made) => `draft:${made.id}`)))
  const moves = await loose(await db().moves.toArray())
  const named = new Set(JSON.stringify([unsent, begun, facts, moves]).match(/\b[0-9a-f]{64}\b/g) ?? [])
  return {
    account: { id: me.id, name: me.name },
    madeAt: at.toISOString(),
    intents: unsent,
    drafts: begun,
    facts,
    moves,
    checklists: await formsOf(unsent, begun),
    photos: await photosHere(named),
  }
}

async function photosHere(named: Iterable<Sha256>): Promise<Manifest['photos']> {
  const found: Manifest['photos'] = []
  for (const sha of named) {
    const row = await db().photos.get(sha)
    if (row && (await photoState(sha)) === 'local') found.push({ sha, type: row.type })
  }
  return found
}

async function formsOf(unsent: Intent[], begun: Draft[]): Promise<Manifest['checklists']> {
  const pins = [...begun, ...unsent.filter(isVisit).map((made) => made.body)].flatMap(pinsOf)
  const ids = [...new Set(pins.map(({ id, version }) => `${id}@${version}`))]
  const rows = (await db().checklists.bulkGet(ids)).filter((row) => row !== undefined)
  return Promise.all(rows.map(async (row) => ({ id: row.id, body: await opened<ChecklistBody>(row) })))
}

async function loose(rows: (KeptRow | undefined)[]): Promise<Loose[]> {
  const there = rows.filter((row) => row !== undefined)
  return Promise.all(there.map(async (row) => ({ id: row.id, value: await opened<unknown>(row) })))
}

/** Writes the records whose numbers are free, all or none; gives how many. */
async function takeRecords(manifest: Manifest): Promise<number> {
  const store = db()
  const intentRows = await Promise.all(manifest.intents.map(outboxRow))
  const draftRows = await Promise.all(
    manifest.drafts.map(async (draft) => ({ id: draft.id, entityId: draft.entityId, savedAt: draft.savedAt, ...(await sealed(draft)) })),
  )
  const facts = await Promise.all(manifest.facts.map(row))
  const moves = await Promise.all(manifest.moves.map(row))
  const forms = await Promise.all(manifest.checklists.map(async ({ id, body }) => ({ id, ...(await sealed(body)) })))
  const receipts = await store.receipts.toCollection().primaryKeys()
  return written(() =>
    store.transaction('rw', [store.outbox, store.drafts, store.facts, store.moves, store.checklists], async () => {
      const taken = new Set([...(await store.outbox.toCollection().primaryKeys()), ...(await store.drafts.toCollection().primaryKeys()), ...receipts])
      const newIntents = intentRows.filter((one) => !taken.has(one.id))
      const newDrafts = draftRows.filter((one) => !taken.has(one.id))
      await store.outbox.bulkAdd(newIntents)
      await store.drafts.bulkAdd(newDrafts)
      for (const [room, rows] of [[store.facts, facts], [store.moves, moves], [store.checklists, forms]] as const) {
        const there = new Set(await room.toCollection().primaryKeys())
        await room.bulkAdd(rows.filter((one) => !there.has(one.id)))
      }
      return newIntents.length + newDrafts.length
    }),
  )
}

async function outboxRow(made: Intent) {
  // What was on its way over there goes from here anew: the same number, the same receipt.
  const state = made.state.at === 'sending' || made.state.at === 'signin' ? ({ at: 'waiting' } as const) : made.state
  const { id, subject, madeAt } = made
  return { id, subject, madeAt, at: state.at, owed: 1 as const, ...(await sealed({ ...made, state })) }
}

async function row({ id, value }: Loose): Promise<KeptRow> {
  return { id, ...(await sealed(value)) }
}
