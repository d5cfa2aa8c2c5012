import { Dexie, type EntityTable, type Table } from 'dexie'
import { SignedOut, StorageFull } from './errors'
import { noteRoom } from './low-room'
import { SCHEMA } from './schema'
import { session } from './session'
import { keyOf, seal, unseal, type Sealed } from './vault'

/** Only ids, states and times stand in clear: they are what the database sorts by. All else is in the box. */
export interface DraftRow extends Sealed {
  id: string
  entityId: string
  savedAt: string
  /** Counts the saves: whoever saves on top of an older one than is stored has missed something. */
  rev?: number
}
export interface IntentRow extends Sealed {
  id: string
  subject: string
  at: string
  madeAt: string
  /** 1 while the server lacks something of it: the text, or photos after it. */
  owed: 0 | 1
  /** The running number of its making: a clock set back does not turn the order round. */
  seq?: number
  /** When the server took it, once it lacks nothing: a list from the server after that knows of it. */
  settledAt?: string | undefined
}
export interface PhotoRow {
  sha: string
  /** local: only here; sent: the server has acknowledged the bytes. */
  at: 'local' | 'sent'
  madeAt: string
  size: number
  type: string
  /** The place it was taken for, `<draft>/<question>`: found again although nothing quotes it yet. */
  for?: string
}
export interface ChunkRow extends Sealed {
  sha: string
  n: number
}
export interface KeptRow extends Sealed {
  id: string
}
export interface IssueRowKept extends KeptRow {
  entityId: string
}
export interface CacheRow extends KeptRow {
  at: string
}
/** A record no longer on its way, by the time it left: its receipt, or what the server keeps of it. */
export type DatedRow = CacheRow

/** An account's database. iOS closes it under frozen pages; Dexie opens it again at the next call. */
export class AccountDb extends Dexie {
  declare drafts: EntityTable<DraftRow, 'id'>
  declare outbox: EntityTable<IntentRow, 'id'>
  declare photos: EntityTable<PhotoRow, 'sha'>
  declare chunks: Table<ChunkRow, [string, number]>
  declare entities: EntityTable<KeptRow, 'id'>
  declare issues: EntityTable<IssueRowKept, 'id'>
  declare feedback: EntityTable<KeptRow, 'id'>
  declare checklists: EntityTable<KeptRow, 'id'>
  declare facts: EntityTable<KeptRow, 'id'>
  declare remote: EntityTable<CacheRow, 'id'>
  declare receipts: EntityTable<DatedRow, 'id'>
  declare kept: EntityTable<DatedRow, 'id'>
  declare moves: EntityTable<KeptRow, 'id'>

  /** The save of each draft this page last read to fill it in, or wrote itself. */
  readonly seen = new Map<string, number>()

  constructor(owner: string) {
    super(`dudao:${owner}`, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      drafts: 'id, entityId, savedAt',
      outbox: 'id, subject, at, madeAt, owed',
      photos: 'sha, at, madeAt',
      chunks: '[sha+n], sha',
      entities: 'id',
      issues: 'id, entityId',
      feedback: 'id',
      checklists: 'id',
      facts: 'id',
      remote: 'id, at',
    })
    // Only ever added to: an older release must be able to go on with what a newer one made.
    this.version(SCHEMA).stores({
      outbox: 'id, subject, at, madeAt, owed, seq',
      photos: 'sha, at, madeAt, for',
      receipts: 'id, at',
      kept: 'id, at',
      moves: 'id',
    })
  }
}

const open = new Map<string, AccountDb>()
const keys = new Map<string, Promise<CryptoKey>>()
/** Accounts signed out of: a slow writer must not bring their database back under a new key. */
const ended = new Set<string>()

/** Whose data are meant: the account's, or those of an enterprise's link opened without account. */
export function owner(): string {
  return session.value?.me.id ?? 'link'
}

export function db(of = owner()): AccountDb {
  if (isEnded(of)) throw new SignedOut()
  let found = open.get(of)
  if (!found) open.set(of, (found = new AccountDb(of)))
  return found
}

export function accountKey(of = owner()): Promise<CryptoKey> {
  if (isEnded(of)) return Promise.reject(new SignedOut())
  let found = keys.get(of)
  if (!found) {
    keys.set(of, (found = keyOf(of)))
    found.catch(() => keys.delete(of))
  }
  return found
}

/** Seals a value for its owner. Never inside a transaction: it would end there. */
export async function sealed(value: unknown, of = owner()): Promise<Sealed> {
  return seal(await accountKey(of), value)
}

/** Opens a row; Dexie's promise keeps a live query listening across the decryption. */
export function opened<T>(row: Sealed, of = owner()): PromiseLike<T> {
  return Dexie.Promise.resolve(accountKey(of).then((key) => unseal<T>(key, row)))
}

/** Opens rows, each by itself: one that cannot be read hides no other. */
export function openedAll<T>(rows: Sealed[], of = owner()): PromiseLike<T[]> {
  const all = accountKey(of).then((key) => Promise.allSettled(rows.map((row) => unseal<T>(key, row))))
  return Dexie.Promise.resolve(all.then((each) => each.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))))
}

/** Waits inside a live query without ending its listening, as awaiting any other promise would. */
export function awaited<T>(work: Promise<T>): PromiseLike<T> {
  return Dexie.Promise.resolve(work)
}

/** Runs a write and turns a full disk into words. */
export async function written<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isQuota(error)) {
      noteRoom(false)
      throw new StorageFull()
    }
    throw error
  }
}

/** Records that exist on this phone only: drafts, and intents the server lacks something of. */
export function unsentCount(of = owner()): Promise<number> {
  return countUnsent(db(of))
}

/** The same for an account that is not signed in now; its rows stay sealed. */
export async function unsentOfAnother(of: string): Promise<number> {
  const store = new AccountDb(of)
  return countUnsent(store).finally(() => store.close())
}

async function countUnsent(store: AccountDb): Promise<number> {
  const [drafts, owed] = await Promise.all([store.drafts.count(), store.outbox.where('owed').equals(1).count()])
  return drafts + owed
}

/** Lets go of an account that was signed out of, here or in another window. */
export function endAccount(of: string): AccountDb {
  const closing = open.get(of) ?? new AccountDb(of)
  ended.add(of)
  open.delete(of)
  keys.delete(of)
  closing.close()
  return closing
}

/** Deletes an account's database; its key is destroyed by the caller. */
export async function wipe(of: string): Promise<void> {
  await endAccount(of).delete()
}

function isEnded(of: string): boolean {
  // Signing in again begins it anew.
  if (of === owner()) ended.delete(of)
  return ended.has(of)
}

function isQuota(error: unknown): boolean {
  const seen = error as { name?: string; inner?: { name?: string } } | null
  return seen?.name === 'QuotaExceededError' || seen?.inner?.name === 'QuotaExceededError'
}
