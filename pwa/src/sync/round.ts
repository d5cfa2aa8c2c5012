import { liveQuery } from 'dexie'
import { db, owner } from '@/store/db'
import { freeOldPhotos } from '@/store/photos'
import { askToPersist } from '@/store/low-room'
import { dropOldRecords, fileReceipts } from '@/store/receipts'
import { myCommitment } from '@/store/papers'
import { session } from '@/store/session'
import { freeStrays } from '@/store/tidy'
import { alone } from './alone'
import { drain } from './drain'
import type { Drained } from './drained'
import { handOver, settleKept } from './hand-in'
import { pull } from './pull'
import { verdictOf, whyOf } from './verdict'

export interface RoundResult extends Drained {
  pulledAt: string | null
}

const day_ms = 86_400_000
let asked = false

/** Drains the outbox of one account, then pulls for it; one window at a time, for two would send everything twice. */
export function round(onLeft: (waiting: number) => void, of = owner()): Promise<RoundResult> {
  return alone(() => exchange(onLeft, of))
}

/** Tells how many intents the server lacks something of, now and after every change in any window; gives how to stop. */
export function watchOwed(of: string, tell: (waiting: number) => void): () => void {
  const watching = liveQuery(() => db(of).outbox.where('owed').equals(1).count()).subscribe({ next: tell, error: () => undefined })
  return () => watching.unsubscribe()
}

async function exchange(onLeft: (waiting: number) => void, of: string): Promise<RoundResult> {
  const drained = hasEnded(of) ? null : await drain(onLeft, of)
  // The round itself may have learned that the account has ended: what it still owes goes to be kept.
  if (!drained || hasEnded(of)) {
    const handed = await handOver(onLeft, of)
    await fileReceipts(of)
    return { ...handed, pulledAt: null }
  }
  if (drained.error && !drained.reached) return { ...drained, pulledAt: null }
  await settleKept(of)
  await fileReceipts(of)
  try {
    const pulledAt = await pull(of)
    await dropOldRecords(undefined, of)
    await tidied(of)
    return { ...drained, reached: true, pulledAt }
  } catch (error) {
    return { ...drained, error: drained.error ?? whyOf(verdictOf(error)), pulledAt: null }
  }
}

function hasEnded(of: string): boolean {
  return session.value?.me.id === of && session.value.ended
}

async function tidied(of: string): Promise<void> {
  await freeOldPhotos(of)
  if (!asked) {
    asked = true
    await askToPersist()
  }
  const mark = `dudao.tidied.${of}`
  if (Date.now() - Number(localStorage.getItem(mark)) < day_ms) return
  await freeStrays(of)
  // Read now, so that it can be read and signed where there is no network.
  if (session.value?.me.role === 'cadre') await myCommitment().catch(() => undefined)
  localStorage.setItem(mark, String(Date.now()))
}
