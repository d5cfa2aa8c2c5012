import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick, type App } from 'vue'

import FormPart from '@/components/FormPart.vue'
import { useVisitDraft, type VisitDraft } from '@/components/visit-draft'
import type { Item } from '@/domain/checklist'
import { db, sealed } from '@/store/db'
import { saveDraft } from '@/store/drafts'
import { checklistBody } from './domain/body'
import { aDraft, emptied, stocked } from './support/phone'

let app: App | null = null

beforeEach(async () => {
  await stocked()
  const body = checklistBody('catering')
  await db().checklists.put({ id: 'catering@1', ...(await sealed(body)) })
  await saveDraft(aDraft({ answers: {} }))
})
afterEach(async () => {
  app?.unmount()
  await emptied()
})

/** The whole form on a page, and the codes of the cards drawn since. */
async function shown(): Promise<{ visit: VisitDraft; questions: Item[]; drawn: string[] }> {
  const drawn: string[] = []
  const held: VisitDraft[] = []
  const Page = defineComponent(() => {
    const visit = useVisitDraft(aDraft().id)
    held.push(visit)
    return () => {
      const { form: { value: form }, judged: { value: judged } } = visit
      return form && judged ? visit.sections.value.map((part) => h(FormPart, { key: part.code, part, form, judged, strict: false })) : null
    }
  })
  app = createApp(Page)
  app.mixin({
    beforeUpdate() {
      const { item } = this.$props as { item?: { code: string } }
      if (item && 'effective' in this.$props) drawn.push(item.code)
    },
  })
  app.mount(document.body.appendChild(document.createElement('div')))
  await vi.waitFor(() => expect(document.querySelectorAll('section.card.item').length).toBeGreaterThan(10))
  const [visit] = held
  if (!visit) throw new Error('the page has just been mounted')
  return { visit, drawn, questions: visit.sections.value.flatMap((part) => part.items.map(({ item }) => item)) }
}

it('draws one card for a tap and one for a keystroke, of all on the page', async () => {
  const { visit, drawn, questions } = await shown()
  const question = questions[3] as Item
  visit.giveAnswer(question, 'no')
  await nextTick()
  expect(drawn).toEqual([question.code])

  await vi.waitFor(() => expect(visit.saving.value.at).toBe('saved'))
  drawn.length = 0
  for (const note of ['冷', '冷藏', '冷藏柜']) {
    visit.patchAnswer(question.code, { note }, 'typing')
    await nextTick()
  }
  await vi.waitFor(() => expect(visit.saving.value.at).toBe('saved'))
  expect(new Set(drawn)).toEqual(new Set([question.code]))
})

it('judges what was typed a moment later, and what was tapped at once', async () => {
  const { visit, questions } = await shown()
  const question = questions[0] as Item
  const before = visit.judged.value
  visit.patchAnswer(question.code, { note: '一' }, 'typing')
  expect(visit.judged.value).toBe(before)
  await vi.waitFor(() => expect(visit.judged.value?.answers.find((one) => one.item === question.code)?.note).toBe('一'))
  visit.giveAnswer(question, 'no')
  expect(visit.judged.value?.answers.find((one) => one.item === question.code)?.answer).toBe('no')
})
