/** How many questions of a visit are answered, of those that concern this entity. */

import type { ChecklistBody } from '@/domain/checklist'
import { evaluate } from '@/domain/checklist'
import type { Draft } from '@/domain/visit'

export interface Filled {
  answered: number
  total: number
}

export function filled(body: ChecklistBody, draft: Draft, today: string): Filled {
  const { shown, answers } = evaluate(body, draft.profile, Object.values(draft.answers), today, {
    rechecks: Object.values(draft.rechecks),
  })
  const asked = new Set(body.sections.flatMap((part) => part.items).flatMap((item) => (item.type === 'yes_no_na' ? [item.code] : [])))
  return {
    answered: answers.filter((given) => given.answer && asked.has(given.item)).length,
    total: shown.filter((code) => asked.has(code)).length,
  }
}
