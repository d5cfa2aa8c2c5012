import { upload } from '@/api/media'
import { keepRecord, keptFates } from '@/api/quarantine'
import { isKeepable, isOwed, type Intent } from '@/domain/intent'
import { keptIntents, noteFates } from '@/store/keeping'
import { discardIntent, owedIntents } from '@/store/outbox'
import { localBytes, markSent, photoState } from '@/store/photos'
import { isPaused, photosHeldBack } from '@/store/sending'
import { deviceToken } from '@/store/session'
import type { Drained } from './drained'
import { noted } from './noted'
import { verdictOf, type Verdict } from './verdict'

/** A session from before device tokens cannot hand over; its records leave by file. */
const NO_TOKEN = '这部手机的登录太旧，不能交服务器保管。请导出成文件，在新登录的手机上导入'
const GONE = '有照片不在这部手机上了，服务器没有收到'

/**
 * Gives everything that an ended account still owes to the server to keep: texts, then photos.
 *
 * One that is refused holds up no other; “later” ends the round, for the next would meet the same.
 */
export async function handOver(onLeft: (waiting: number) => void, of: string): Promise<Drained> {
  const owed = await owedIntents(of)
  let left = owed.length
  let reached = false
  for (const intent of owed) {
    if (isPaused()) return { error: null, reached, progressed: reached, waitMs: 0 }
    if (!isKeepable(intent)) await discardIntent(intent.id, of)
    else if (intent.state.at !== 'accepted' && intent.state.at !== 'kept') {
      const verdict = await handIn(intent, of)
      if (verdict.is === 'later') return { error: verdict.why, reached, progressed: reached, waitMs: (verdict.retryAfterS ?? 0) * 1000 }
    }
    reached = true
    onLeft((left -= 1))
  }
  return settleKept(of, ['kept', 'accepted'])
}

/** Gives one record to the server to keep. */
export async function handIn(intent: Intent, of: string): Promise<Verdict> {
  const { state } = intent
  const refused = state.at === 'refused' ? state : state.at === 'waiting' ? state.keeping : undefined
  const token = deviceToken(of)
  if (!token) return refuse(intent, of, { is: 'refused', why: NO_TOKEN, problem: { type: '', title: '', status: 0, detail: NO_TOKEN } })
  try {
    const receipt = await keepRecord(token, intent, refused?.problem)
    const { receipt_no: receiptNo, received_at: keptAt, missing_media: missing } = receipt
    await noted(intent.id, { at: 'kept', keptAt, receiptNo, missing, sent: 0, total: intent.photos.length }, of)
    return { is: 'accepted' }
  } catch (error) {
    const verdict = verdictOf(error)
    if (verdict.is === 'refused') return refuse(intent, of, verdict)
    const why = 'why' in verdict ? verdict.why : undefined
    await noted(intent.id, { at: 'waiting', keeping: refused ?? {}, ...(why ? { why } : {}) }, of)
    return verdict
  }
}

/** Sends the photos of what the server keeps, for an ended account also those of taken records; asks what became of them. */
export async function settleKept(of: string, which: readonly Intent['state']['at'][] = ['kept']): Promise<Drained> {
  const token = deviceToken(of)
  if (!token) return { error: null, reached: false, progressed: false, waitMs: 0 }
  let reached = false
  try {
    for (const intent of await owedIntents(of)) {
      if (photosHeldBack()) break
      if (!which.includes(intent.state.at)) continue
      await sendPicturesOf(intent, token, of)
      reached = true
    }
    const kept = await keptIntents(of)
    if (kept.some(({ state }) => state.at === 'kept' && (state.fate?.state ?? 'waiting') === 'waiting')) {
      await noteFates(await keptFates(token), of)
      reached = true
    }
    return { error: null, reached, progressed: reached, waitMs: 0 }
  } catch (error) {
    const verdict = verdictOf(error)
    return { error: 'why' in verdict ? verdict.why : null, reached, progressed: reached, waitMs: 0 }
  }
}

async function sendPicturesOf(intent: Intent, token: string, of: string): Promise<void> {
  const { state } = intent
  if ((state.at !== 'kept' && state.at !== 'accepted') || !isOwed(intent)) return
  const missing = state.at === 'kept' ? state.missing : (state.receipt?.missing_media ?? intent.photos)
  let sent = 0
  let why: string | undefined
  for (const sha of intent.photos) {
    if (photosHeldBack()) return
    if (missing.includes(sha) && (await photoState(sha, of)) !== 'sent') {
      const bytes = await localBytes(sha, of)
      if (!bytes) {
        why = GONE
        continue
      }
      await upload(sha, bytes, { device: token })
      await markSent(sha, of)
    }
    sent += 1
    await noted(intent.id, { ...state, sent, why }, of)
  }
  // What is not on this phone cannot be sent from it: the office is shown that it is lacking.
  await noted(intent.id, { ...state, sent: state.at === 'kept' ? state.total : sent, why }, of)
}

async function refuse(intent: Intent, of: string, verdict: Extract<Verdict, { is: 'refused' }>): Promise<Verdict> {
  await noted(intent.id, { at: 'refused', why: verdict.why, problem: verdict.problem }, of)
  return verdict
}
