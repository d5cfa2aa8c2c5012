import type { Intent } from '@/domain/intent'
import type { KeptFate } from '@/domain/wire-kept'
import { db, openedAll, owner } from './db'
import { intent, setState } from './outbox'

/** Has a refused record given to the server to keep, at the next exchange. */
export async function keepIntent(id: string): Promise<void> {
  const found = await intent(id)
  if (found?.state.at !== 'refused') return
  const { why, problem } = found.state
  await setState(id, { at: 'waiting', keeping: { why, ...(problem ? { problem } : {}) } })
}

/** Records that the server keeps. */
export async function keptIntents(of = owner()): Promise<Intent[]> {
  return openedAll<Intent>(await db(of).outbox.where('at').equals('kept').toArray(), of)
}

/** Writes down what became of kept records; gives how many came to an end. */
export async function noteFates(fates: readonly KeptFate[], of = owner()): Promise<number> {
  let ended = 0
  for (const { id, state } of await keptIntents(of)) {
    if (state.at !== 'kept') continue
    const fate = fates.find((one) => one.id === id && one.receipt_no === state.receiptNo)
    if (!fate || fate.state === 'waiting' || fate.state === state.fate?.state) continue
    await setState(id, { ...state, fate }, of)
    ended += 1
  }
  return ended
}
