import { Problem, SignInNeeded, Unreachable } from '@/api/client'
import type { ProblemBody } from '@/domain/wire'

/** What an attempt to send means. There are these four and no other. */
export type Verdict =
  | { is: 'accepted' }
  | { is: 'later'; why: string; retryAfterS: number | null }
  | { is: 'signin' }
  | { is: 'refused'; why: string; problem: ProblemBody }

/** The verdict behind a failed attempt. Anything not understood is “later”: nothing is ever given up by mistake. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof SignInNeeded) return { is: 'signin' }
  if (error instanceof Problem) {
    if (error.type === '/problems/password-change-required') return { is: 'signin' }
    return { is: 'refused', why: error.sentence, problem: error.body }
  }
  if (error instanceof Unreachable) return { is: 'later', why: error.message, retryAfterS: error.retryAfterS }
  return { is: 'later', why: '这次没传上，稍后会自动再试', retryAfterS: null }
}
