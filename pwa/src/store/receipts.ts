import type { Intent } from '@/domain/intent'
import { db, opened, openedAll, owner, sealed } from './db'

/** 回执: proof that the server has, or keeps, a record; it outlives the record on this phone. */
export interface ReceiptKept {
  id: string
  recordId: string
  kind: 'submitted' | 'kept'
  title: string
  number: string
  receivedAt: string
  issues: string[]
}

const day_ms = 86_400_000
const kept_ms = 3 * 365 * day_ms
const bodies_ms = 90 * day_ms

/** Every receipt, the newest first. */
export async function receipts(): Promise<ReceiptKept[]> {
  return openedAll<ReceiptKept>(await db().receipts.orderBy('at').reverse().toArray())
}

/** Files the receipts that records brought and are not yet filed. */
export async function fileReceipts(of = owner()): Promise<void> {
  const store = db(of)
  const rows = await store.outbox.where('at').anyOf('accepted', 'kept').toArray()
  const filed = new Set(await store.receipts.toCollection().primaryKeys())
  for (const row of rows) {
    if (filed.has(placeOf(row.id, row.at))) continue
    const receipt = receiptOf(await opened<Intent>(row, of))
    if (receipt) await store.receipts.put({ id: receipt.id, at: receipt.receivedAt, ...(await sealed(receipt, of)) })
  }
}

/** Lets go of receipts after three years, and of sent records after three months: the server has them. */
export async function dropOldRecords(now = Date.now(), of = owner()): Promise<void> {
  const store = db(of)
  const before = (ms: number): string => new Date(now - ms).toISOString()
  const filed = new Set(await store.receipts.toCollection().primaryKeys())
  const arrived = await store.outbox.where('at').equals('accepted').toArray()
  await store.transaction('rw', [store.outbox, store.facts, store.receipts], async () => {
    // The form as it was filled in serves to correct a refused visit; an accepted one is corrected anew.
    await store.facts.bulkDelete(arrived.filter((row) => !row.owed).map((row) => `draft:${row.id}`))
    const old = arrived.filter((row) => !row.owed && row.madeAt < before(bodies_ms))
    await store.outbox.bulkDelete(old.filter((row) => filed.has(placeOf(row.id, row.at)) || !row.subject.startsWith('entity:')).map((row) => row.id))
    await store.receipts.where('at').below(before(kept_ms)).delete()
  })
}

function placeOf(id: string, at: string): string {
  return at === 'kept' ? `${id}:kept` : id
}

function receiptOf(made: Intent): ReceiptKept | null {
  const { id, title, state } = made
  const common = { id: placeOf(id, state.at), recordId: id, title }
  if (state.at === 'kept') return { ...common, kind: 'kept', number: state.receiptNo, receivedAt: state.keptAt, issues: [] }
  if (state.at !== 'accepted' || !state.receipt) return null
  const { receipt_no: number, received_at: receivedAt, issues } = state.receipt
  return { ...common, kind: 'submitted', number, receivedAt, issues: issues.map((issue) => issue.number) }
}
