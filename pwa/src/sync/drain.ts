import { Unreachable, api } from '@/api/client'
import type { Intent } from '@/domain/intent'
import type { InspectionBody, IssueShown, Receipt } from '@/domain/wire'
import { putIssue } from '@/store/catalogue'
import { owedIntents, setState } from '@/store/outbox'
import { handIn } from './hand-in'
import { sendPictures } from './pictures'
import { verdictOf, type Verdict } from './verdict'

/** How draining went: null when nothing is left that another attempt would help. */
export interface Drained {
  error: string | null
  reached: boolean
}

/**
 * Sends what the server lacks, the oldest first, text before photos.
 *
 * A refused intent holds back only later ones of its own subject; “later” and “sign in” end the
 * round, for the next one would meet the same.
 */
export async function drain(onLeft: (waiting: number) => void): Promise<Drained> {
  const owed = await owedIntents()
  const held = new Set<string>()
  let reached = false
  let left = owed.length
  for (const intent of owed) {
    if (intent.state.at === 'accepted' || intent.state.at === 'kept') continue
    if (intent.state.at === 'refused' || held.has(intent.subject)) {
      held.add(intent.subject)
      continue
    }
    const given = intent.state.at === 'waiting' && intent.state.keeping
    const verdict = await (given ? handIn(intent) : sendText(intent))
    if (verdict.is === 'later') return { error: verdict.why, reached }
    if (verdict.is === 'signin') return { error: '登录已过期，重新登录后会自动上传', reached: true }
    reached = true
    if (verdict.is === 'refused') held.add(intent.subject)
    else onLeft((left -= 1))
  }
  const pictures = await sendPictures()
  return { error: pictures.error, reached: reached || pictures.reached }
}

async function sendText(intent: Intent): Promise<Verdict> {
  const total = intent.photos.length
  await setState(intent.id, { at: 'sending', sent: 0, total })
  try {
    const receipt = await deliver(intent)
    await setState(intent.id, { at: 'accepted', acceptedAt: new Date().toISOString(), sent: 0, total, receipt })
    return { is: 'accepted' }
  } catch (error) {
    const verdict = verdictOf(error)
    if (verdict.is === 'refused') {
      await setState(intent.id, { at: 'refused', why: verdict.why, problem: verdict.problem })
    } else if (verdict.is === 'signin') {
      await setState(intent.id, { at: 'signin' })
    } else if (verdict.is === 'later') {
      const tries = intent.state.at === 'waiting' ? (intent.state.tries ?? 0) + 1 : 1
      await setState(intent.id, { at: 'waiting', why: verdict.why, tries })
    }
    return verdict
  }
}

/** Sends one intent; anything but our own answer with the fields it must have is “later”. */
async function deliver(intent: Intent): Promise<Receipt | undefined> {
  switch (intent.kind) {
    case 'inspection': {
      const body: InspectionBody = { ...intent.body, device_now: new Date().toISOString() }
      const receipt = await api<Partial<Receipt>>(`/api/v1/inspections/${intent.id}`, { method: 'PUT', json: body })
      if (receipt?.id !== intent.id || !receipt.receipt_no || !receipt.received_at) throw new Unreachable()
      return receipt as Receipt
    }
    case 'move': {
      const id = intent.subject.slice('issue:'.length)
      return taken(await api<IssueShown>(`/api/v1/issues/${id}/moves`, { method: 'POST', json: intent.body }))
    }
    case 'issue':
      return taken(await api<IssueShown>('/api/v1/issues', { method: 'POST', json: intent.body }))
    case 'feedback_read':
      await api(`/api/v1/feedback/${intent.id}/read`, { method: 'POST' })
      return undefined
  }
}

async function taken(shown: Partial<IssueShown> | undefined): Promise<undefined> {
  if (!shown?.id || !shown.number || typeof shown.version !== 'number') throw new Unreachable()
  await putIssue(shown as IssueShown)
}
