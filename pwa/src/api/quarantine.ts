import type { Intent } from '@/domain/intent'
import type { ProblemBody } from '@/domain/wire'
import type { KeptFate, KeptReceipt } from '@/domain/wire-kept'
import { api, Problem, Unreachable } from './client'

/** Gives a record to the server to keep; its receipt, the same however often it is sent. */
export async function keepRecord(token: string, intent: Intent, problem: ProblemBody | undefined): Promise<KeptReceipt> {
  const { id, kind, subject, title, body, photos, madeAt } = intent
  const told = { kind, subject, title: title.slice(0, 120), body, photos, made_at: madeAt }
  const json = { ...told, problem: problem ? brief(problem) : null, device_now: new Date().toISOString() }
  try {
    return receipt(await api<Partial<KeptReceipt>>(`/api/v1/quarantine/${id}`, { method: 'PUT', json, ...as(token) }))
  } catch (error) {
    // Other content under this id is there already: this one is kept beside it, and here is its receipt.
    if (error instanceof Problem && error.type === '/problems/kept-differs') return receipt(error.body.receipt)
    throw error
  }
}

/** What became of everything this account gave to be kept. */
export function keptFates(token: string): Promise<KeptFate[]> {
  return api('/api/v1/quarantine/mine', as(token))
}

function as(token: string) {
  return { open: true, headers: { Authorization: `Device ${token}` } }
}

function receipt(answer: Partial<KeptReceipt> | undefined): KeptReceipt {
  if (!answer?.receipt_no || !answer.received_at || !answer.missing_media) throw new Unreachable()
  return answer as KeptReceipt
}

/** The refusal without what else it carried: an issue as it stood, another record's receipt. */
function brief({ type, title, status, detail, errors }: ProblemBody): ProblemBody {
  return { type, title, status, detail, ...(errors ? { errors } : {}) }
}
