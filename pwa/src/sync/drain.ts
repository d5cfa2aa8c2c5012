import { Unreachable, api } from '@/api/client'
import type { Intent } from '@/domain/intent'
import type { InspectionBody, IssueShown, Receipt } from '@/domain/wire'
import { putIssue } from '@/store/catalogue'
import { owner } from '@/store/db'
import { owedIntents } from '@/store/outbox'
import { isPaused, photosWait } from '@/store/sending'
import { sendCommitment } from './commitment'
import { handIn } from './hand-in'
import { patience } from './pace'
import { sendPictures } from './pictures'
import { nothingYet, type Drained } from './drained'
import { noted, noteIfRoom } from './noted'
import { verdictOf, whyOf, type Verdict } from './verdict'

/** So many records in a row that the server answers without taking them are no accident. */
const most_in_a_row = 3

/**
 * Sends what the server lacks, the oldest first, text before photos.
 *
 * A record that is refused, or answered but not taken, holds back only later ones of its own
 * subject; the latter waits by itself.  Silence, “sign in” and a server that says when to come
 * again end the round.
 */
export async function drain(onLeft: (waiting: number) => void, of = owner(), at = Date.now()): Promise<Drained> {
  const owed = await owedIntents(of)
  const held = new Set<string>()
  const went = nothingYet()
  let left = owed.length
  let inARow = 0
  for (const intent of owed) {
    if (isPaused()) return went
    const { state, subject } = intent
    if (state.at === 'accepted' || state.at === 'kept') continue
    // A paper is nothing without its pages.
    if (intent.kind === 'commitment' && intent.body.signed_by !== 'signature' && photosWait()) continue
    const waits = state.at === 'waiting' && (state.notBefore ?? 0) > at
    if (waits) went.error ??= state.why ?? null
    if (state.at === 'refused' || waits || held.has(subject)) {
      held.add(subject)
      continue
    }
    const given = state.at === 'waiting' && state.keeping
    const verdict = await (given ? handIn(intent, of) : sendText(intent, of))
    if (verdict.is === 'signin') return { ...went, error: whyOf(verdict), reached: true }
    if (verdict.is === 'later') {
      went.error = verdict.why
      held.add(subject)
      if (!verdict.answered) return went
      if (verdict.retryAfterS) return { ...went, waitMs: verdict.retryAfterS * 1000 }
      if ((inARow += 1) === most_in_a_row) break
      continue
    }
    inARow = 0
    went.reached = went.progressed = true
    if (verdict.is === 'refused') held.add(subject)
    else onLeft((left -= 1))
  }
  const pictures = await sendPictures(of)
  return {
    error: went.error ?? pictures.error,
    reached: went.reached || pictures.reached,
    progressed: went.progressed || pictures.progressed,
    waitMs: pictures.waitMs,
  }
}

async function sendText(intent: Intent, of: string): Promise<Verdict> {
  const total = intent.photos.length
  // On a full phone it is sent all the same.
  await noteIfRoom(intent.id, { at: 'sending', sent: 0, total }, of)
  try {
    const receipt = await deliver(intent, of)
    await noted(intent.id, { at: 'accepted', acceptedAt: new Date().toISOString(), sent: 0, total, receipt }, of)
    return { is: 'accepted' }
  } catch (error) {
    const verdict = verdictOf(error)
    if (verdict.is === 'refused') {
      await noteIfRoom(intent.id, { at: 'refused', why: verdict.why, problem: verdict.problem }, of)
    } else if (verdict.is === 'signin') {
      await noteIfRoom(intent.id, { at: 'signin' }, of)
    } else if (verdict.is === 'later') {
      const tries = intent.state.at === 'waiting' ? (intent.state.tries ?? 0) + 1 : 1
      const wait_ms = Math.max((verdict.retryAfterS ?? 0) * 1000, patience(tries))
      const notBefore = verdict.answered ? { notBefore: Date.now() + wait_ms } : {}
      await noteIfRoom(intent.id, { at: 'waiting', why: verdict.why, tries, ...notBefore }, of)
    }
    return verdict
  }
}

/** Sends one intent; anything but our own answer with the fields it must have is “later”. */
async function deliver(intent: Intent, as: string): Promise<Receipt | undefined> {
  switch (intent.kind) {
    case 'inspection': {
      const body: InspectionBody = { ...intent.body, device_now: new Date().toISOString() }
      const receipt = await api<Partial<Receipt>>(`/api/v1/inspections/${intent.id}`, { method: 'PUT', json: body, as })
      if (receipt?.id !== intent.id || !receipt.receipt_no || !receipt.received_at) throw new Unreachable()
      return receipt as Receipt
    }
    case 'move': {
      const id = intent.subject.slice('issue:'.length)
      return taken(await api<IssueShown>(`/api/v1/issues/${id}/moves`, { method: 'POST', json: intent.body, as }), as)
    }
    case 'issue':
      return taken(await api<IssueShown>('/api/v1/issues', { method: 'POST', json: intent.body, as }), as)
    case 'handing': {
      const id = intent.subject.slice('draft:'.length)
      const kept = await api<{ handing?: string }>(`/api/v1/visit-drafts/${id}`, { method: 'PUT', json: intent.body, as })
      if (kept?.handing !== intent.id) throw new Unreachable()
      return undefined
    }
    case 'give_back': {
      const id = intent.subject.slice('draft:'.length)
      await api(`/api/v1/visit-drafts/${id}/return`, { method: 'POST', json: intent.body, as })
      return undefined
    }
    case 'feedback_read':
      await api(`/api/v1/feedback/${intent.id}/read`, { method: 'POST', as })
      return undefined
    case 'commitment':
      return sendCommitment(intent, as)
    default:
      // Made by a newer version of this app: it waits for that one.
      throw new Unreachable()
  }
}

async function taken(shown: Partial<IssueShown> | undefined, of: string): Promise<undefined> {
  if (!shown?.id || !shown.number || typeof shown.version !== 'number') throw new Unreachable()
  await putIssue(shown as IssueShown, of)
}
