import { Problem, SignInNeeded, Unreachable } from '@/api/client'
import type { ProblemBody } from '@/domain/wire'
import { StorageFull } from '@/store/errors'

/** What an attempt to send means. There are these four and no other. */
export type Verdict =
  | { is: 'accepted' }
  /** `answered`: somebody did answer, so the next record may fare better. */
  | { is: 'later'; why: string; retryAfterS: number | null; answered: boolean }
  | { is: 'signin' }
  | { is: 'refused'; why: string; problem: ProblemBody }

/** The verdict behind a failed attempt. Anything not understood is “later”: nothing is ever given up by mistake. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof SignInNeeded) return { is: 'signin' }
  if (error instanceof Problem) {
    if (error.type === '/problems/password-change-required') return { is: 'signin' }
    return { is: 'refused', why: error.sentence, problem: error.body }
  }
  if (error instanceof Unreachable) {
    const { message: why, retryAfterS, answered } = error
    return { is: 'later', why, retryAfterS, answered }
  }
  const why = error instanceof StorageFull ? '手机空间满了，收到的内容记不下来。请清理手机空间，稍后会自动再试' : '这次没传上，稍后会自动再试'
  return { is: 'later', why, retryAfterS: null, answered: true }
}

/** What to tell of a failed attempt; null when it did not fail. */
export function whyOf(verdict: Verdict): string | null {
  if (verdict.is === 'signin') return '登录已过期，重新登录后会自动上传'
  return 'why' in verdict ? verdict.why : null
}
