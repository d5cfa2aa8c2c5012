import { Problem, SignInNeeded, Unreachable } from '@/api/problem'
import { CannotStart, DraftMoved, StorageFull, UnsentLeft } from './errors'

export { CannotStart, DraftMoved, Problem, SignInNeeded, StorageFull, Unreachable, UnsentLeft }

/** What to tell the person for anything that was thrown. */
export function sentence(error: unknown): string {
  if (error instanceof Problem) return error.sentence
  // Our own errors are written for people; a browser's are not.
  if (error instanceof Error && /[\u4e00-\u9fff]/.test(error.message)) return error.message
  return '出了点问题，请再试一次；已填的内容都在'
}
