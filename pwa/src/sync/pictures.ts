import { isStored, upload } from '@/api/media'
import type { Intent } from '@/domain/intent'
import { localBytes, markSent, photoState } from '@/store/photos'
import { owedIntents } from '@/store/outbox'
import { photosHeldBack } from '@/store/sending'
import { nothingYet, type Drained } from './drained'
import { noteIfRoom } from './noted'
import { verdictOf, whyOf } from './verdict'

type Accepted = Extract<Intent['state'], { at: 'accepted' }>

/** Sends the photos of the records whose text the server has, each going on where it was cut off. */
export async function sendPictures(of: string): Promise<Drained> {
  const went = nothingYet()
  for (const intent of await owedIntents(of)) {
    if (photosHeldBack()) return went
    if (!isWithServer(intent)) continue
    const result = await sendThoseOf(intent, of)
    went.reached ||= result.reached
    went.progressed ||= result.progressed
    went.waitMs = Math.max(went.waitMs, result.waitMs)
    went.error = result.error ?? went.error
    // A picture the server will not take must not keep the others waiting.
    if (result.error) break
  }
  return went
}

async function sendThoseOf(intent: Intent, of: string): Promise<Drained> {
  const total = intent.photos.length
  const note = async (now: Partial<Accepted>): Promise<void> => {
    if (intent.state.at === 'accepted') await noteIfRoom(intent.id, { ...intent.state, ...now }, of)
  }
  let refused: string | null = null
  let sent = 0
  let gone: number | undefined = 0
  const went = nothingYet()
  for (const sha of intent.photos) {
    if (photosHeldBack()) {
      gone = undefined
      break
    }
    try {
      if (await isThere(sha, intent, of)) sent += 1
      else {
        const bytes = await localBytes(sha, of)
        // An older receipt may not know of what has arrived since.
        if (!bytes && !(await isStored(sha, of))) {
          refused = '有照片不在这部手机上了，请在记录里说明'
          gone = (gone ?? 0) + 1
          continue
        }
        if (bytes) await upload(sha, bytes, 'account', { as: of, onProgress: () => (went.progressed = true) })
        went.reached = true
        await markSent(sha, of)
        sent += 1
      }
      await note({ sent, why: refused ?? undefined })
    } catch (thrown) {
      const verdict = verdictOf(thrown)
      const why = whyOf(verdict)
      await note({ sent, why: why ?? undefined })
      if (verdict.is === 'later') return { ...went, error: why, waitMs: (verdict.retryAfterS ?? 0) * 1000 }
      went.reached = true
      if (verdict.is === 'signin') return { ...went, error: why }
      refused = why
    }
  }
  await note({ sent, total, why: refused ?? undefined, gone: gone || undefined })
  return went
}

/** Whether the server is known to have it: our own acknowledgement, or a receipt that does not miss it. */
async function isThere(sha: string, intent: Intent, of: string): Promise<boolean> {
  if ((await photoState(sha, of)) === 'sent') return true
  const missing = intent.state.at === 'accepted' ? intent.state.receipt?.missing_media : undefined
  if (!missing || missing.includes(sha)) return false
  await markSent(sha, of)
  return true
}

/** Taken, or kept beside the other content that came first under its number. */
function isWithServer({ state }: Intent): boolean {
  return state.at === 'accepted' || (state.at === 'refused' && state.problem?.type === '/problems/inspection-differs')
}
