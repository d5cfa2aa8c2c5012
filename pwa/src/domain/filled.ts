/** How many of a visit's required questions are answered. */

import { evaluate, type ChecklistBody } from '@/domain/checklist'
import type { Draft } from '@/domain/visit'
import { answeredItems } from '@/domain/visit-form'

export interface Filled {
  answered: number
  total: number
}

export function filled(body: ChecklistBody, draft: Draft, today: string): Filled {
  const rechecks = Object.values(draft.rechecks)
  const judged = evaluate(body, draft.profile, Object.values(draft.answers), today, { rechecks })
  const answered = answeredItems(judged)
  return { answered: judged.required.filter((code) => answered.has(code)).length, total: judged.required.length }
}
