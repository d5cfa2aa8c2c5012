import { askToPersist, freeOldPhotos } from '@/store/photos'
import { owedIntents } from '@/store/outbox'
import { dropOldRecords, fileReceipts } from '@/store/receipts'
import { session } from '@/store/session'
import { drain } from './drain'
import { handOver, settleKept } from './hand-in'
import { pull } from './pull'
import { verdictOf } from './verdict'

export interface RoundResult {
  error: string | null
  reached: boolean
  pulledAt: string | null
}

let asked = false

/** Drains the outbox, then pulls; one tab at a time, for two would send everything twice. */
export async function round(onLeft: (waiting: number) => void): Promise<RoundResult> {
  if (!navigator.locks) return exchange(onLeft)
  return await navigator.locks.request('dudao-sync', () => exchange(onLeft))
}

/** Intents the server lacks something of. */
export async function counted(): Promise<number> {
  return (await owedIntents()).length
}

async function exchange(onLeft: (waiting: number) => void): Promise<RoundResult> {
  onLeft(await counted())
  const drained = session.value?.ended ? null : await drain(onLeft)
  // The round itself may have learned that the account has ended: what it still owes goes to be kept.
  if (!drained || session.value?.ended) {
    const handed = await handOver(onLeft)
    await fileReceipts()
    return { ...handed, pulledAt: null }
  }
  if (drained.error && !drained.reached) return { ...drained, pulledAt: null }
  await settleKept()
  await fileReceipts()
  try {
    const pulledAt = await pull()
    await freeOldPhotos()
    await dropOldRecords()
    if (!asked) {
      asked = true
      await askToPersist()
    }
    return { error: drained.error, reached: true, pulledAt }
  } catch (error) {
    const verdict = verdictOf(error)
    const why = verdict.is === 'signin' ? '登录已过期，重新登录后会自动上传' : 'why' in verdict ? verdict.why : null
    return { error: drained.error ?? why, reached: drained.reached, pulledAt: null }
  }
}
