import { upload } from '@/api/media'
import type { Intent } from '@/domain/intent'
import { localBytes, markSent, photoState } from '@/store/photos'
import { owedIntents, setState } from '@/store/outbox'
import type { Drained } from './drain'
import { verdictOf } from './verdict'

type Accepted = Intent & { state: Extract<Intent['state'], { at: 'accepted' }> }

/** Sends the photos of accepted records, each going on where it was cut off. */
export async function sendPictures(): Promise<Drained> {
  let reached = false
  let error: string | null = null
  for (const intent of await owedIntents()) {
    if (!isAccepted(intent)) continue
    const result = await sendThoseOf(intent)
    reached ||= result.reached
    error = result.error ?? error
    // A picture the server will not take must not keep the others waiting.
    if (result.error && !result.refused) break
  }
  return { error, reached }
}

async function sendThoseOf(intent: Accepted): Promise<Drained & { refused: boolean }> {
  const total = intent.photos.length
  let state = intent.state
  let refused: string | null = null
  let sent = 0
  let reached = false
  for (const sha of intent.photos) {
    try {
      if (await isThere(sha, intent)) sent += 1
      else {
        const bytes = await localBytes(sha)
        if (!bytes) {
          refused = '有照片不在这部手机上了，请在记录里说明'
          continue
        }
        await upload(sha, bytes, 'account')
        reached = true
        await markSent(sha)
        sent += 1
      }
      state = { ...state, sent, why: refused ?? undefined }
      await setState(intent.id, state)
    } catch (thrown) {
      const verdict = verdictOf(thrown)
      const why = verdict.is === 'signin' ? '登录已过期，重新登录后会自动上传' : 'why' in verdict ? verdict.why : null
      await setState(intent.id, { ...state, sent, why: why ?? undefined })
      if (verdict.is !== 'refused') return { error: why, reached: reached || verdict.is === 'signin', refused: false }
      refused = why
      reached = true
    }
  }
  await setState(intent.id, { ...state, sent, total, why: refused ?? undefined })
  return { error: null, reached, refused: refused !== null }
}

/** Whether the server is known to have it: our own acknowledgement, or a receipt that does not miss it. */
async function isThere(sha: string, intent: Accepted): Promise<boolean> {
  if ((await photoState(sha)) === 'sent') return true
  const missing = intent.state.receipt?.missing_media
  if (!missing || missing.includes(sha)) return false
  await markSent(sha)
  return true
}

function isAccepted(intent: Intent): intent is Accepted {
  return intent.state.at === 'accepted'
}
