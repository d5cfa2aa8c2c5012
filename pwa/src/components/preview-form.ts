/** A checklist as a visit would show it, filled in for looking only: nothing is kept or sent. */

import { shallowRef, type Ref } from 'vue'

import { useJudging, type Judging } from '@/components/judging'
import type { VisitForm } from '@/components/visit-draft'
import type { Answer, ChecklistBody, Given } from '@/domain/checklist'
import type { Statutes } from '@/domain/laws'
import type { Profile } from '@/domain/profile'
import { shanghaiDate } from '@/domain/when'
import type { CalendarYear } from '@/domain/wire'

export interface PreviewForm extends Judging {
  form: Ref<VisitForm | null>
  show: (body: ChecklistBody, profile: Profile, statutes: Statutes, calendar: CalendarYear[]) => void
  give: (item: string, given: Given) => void
  patch: (item: string, given: Partial<Answer>) => void
}

export function usePreviewForm(): PreviewForm {
  const form = shallowRef<VisitForm | null>(null)
  const judging = useJudging(form)

  function show(body: ChecklistBody, profile: Profile, statutes: Statutes, calendar: CalendarYear[]): void {
    const day = shanghaiDate(new Date())
    const laws = { own: body.laws, statutes, day }
    const before = form.value?.body === body ? form.value.draft.answers : {}
    form.value = { draft: emptyDraft(body, profile, before), body, entity: null, earlier: [], calendar, skewMs: 0, laws }
    judging.look('now')
  }

  function patch(item: string, given: Partial<Answer>): void {
    if (!form.value) return
    const { draft } = form.value
    const answers = { ...draft.answers, [item]: { ...(draft.answers[item] ?? { item }), ...given } }
    form.value = { ...form.value, draft: { ...draft, answers } }
    judging.look('now')
  }

  return { ...judging, form, show, patch, give: (item, answer) => patch(item, { answer }) }
}

function emptyDraft(body: ChecklistBody, profile: Profile, answers: Record<string, Answer>): VisitForm['draft'] {
  return {
    id: 'preview',
    entityId: '',
    entityName: '',
    checklist: { id: body.id, version: body.version },
    profile,
    startedAt: '',
    savedAt: '',
    answers,
    rechecks: {},
    participants: [],
    signatures: { enterprise_refused: false },
    statement: '',
    outcome: 'done',
    mode: 'onsite',
    photos: [],
  }
}
