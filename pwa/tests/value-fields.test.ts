import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick, type App } from 'vue'

import FormPart from '@/components/FormPart.vue'
import { useVisitDraft, type VisitDraft } from '@/components/visit-draft'
import type { ChecklistBody } from '@/domain/checklist'
import { db, sealed } from '@/store/db'
import { draft, saveDraft } from '@/store/drafts'
import { readYaml, whole } from './domain/body'
import { aDraft, emptied, stocked } from './support/phone'

const { forms } = readYaml('tests/checklist_cases.yaml') as { forms: Record<string, ChecklistBody> }
const TEXTS = { guide: '看现场', rectify: '改正', basis: [] }

let app: App | null = null
let visit: VisitDraft

/** The practice form of the shared cases, which asks in every way there is. */
function practice(): ChecklistBody {
  const body = forms['practice']
  if (!body) throw new Error('the cases begin with a practice form')
  const sections = body.sections.map((part) => ({ ...part, items: part.items.map((item) => ({ ...TEXTS, ...item })) }))
  return whole({ ...body, laws: {}, sections })
}

beforeEach(async () => {
  await stocked()
  await db().checklists.put({ id: 'catering@1', ...(await sealed(practice())) })
  await saveDraft(aDraft({ answers: {} }))
  const Page = defineComponent(() => {
    visit = useVisitDraft(aDraft().id)
    return () => {
      const { form: { value: form }, judged: { value: judged } } = visit
      if (!form || !judged) return null
      return visit.sections.value.map((part) =>
        h(FormPart, {
          key: part.code, part, form, judged, strict: false,
          onPatch: (code, patch, haste) => visit.patchAnswer(code, patch, haste),
          onGive: (item, given) => visit.giveAnswer(item, given),
        }),
      )
    }
  })
  app = createApp(Page)
  app.mount(document.body.appendChild(document.createElement('div')))
  await vi.waitFor(() => expect(document.querySelectorAll('section.card.item').length).toBeGreaterThan(9))
})
afterEach(async () => {
  app?.unmount()
  await emptied()
})

const card = (code: string): HTMLElement => document.querySelector<HTMLElement>(`#item-${code}`) ?? document.body
const button = (code: string, name: string): HTMLElement => {
  const found = [...card(code).querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent).includes(name))
  if (!found) throw new Error(`${code} has no button ${name}`)
  return found
}
async function type(code: string, label: string, text: string, nth = 0): Promise<void> {
  const named = [...card(code).querySelectorAll('label')].filter((one) => one.textContent.includes(label))
  const input = document.getElementById(named[nth]?.htmlFor ?? '') as HTMLInputElement | null
  if (!input) throw new Error(`${code} has no field ${label}`)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await nextTick()
}
const valueOf = (code: string) => visit.form.value?.draft.answers[code]?.value

it('asks for every kind of value with a named field', () => {
  expect(card('PRAC-A01').querySelector('input')?.inputMode).toBe('decimal')
  expect(card('PRAC-A02').querySelector('input')?.inputMode).toBe('numeric')
  expect(card('PRAC-A03').querySelector('input')?.type).toBe('date')
  expect(card('PRAC-A04').querySelectorAll('[role=radio]')).toHaveLength(3)
  expect(card('PRAC-A05').querySelectorAll('[role=checkbox]')).toHaveLength(3)
  expect(card('PRAC-A06').querySelectorAll('input[type=file]')).toHaveLength(2)
  expect(card('PRAC-A07').textContent).toContain('食品安全员签')
  expect(card('PRAC-A08').querySelector('input')?.placeholder).toContain('输入号码')
  expect(card('PRAC-A09').querySelectorAll('[role=group] label').length).toBeGreaterThanOrEqual(3)
  for (const code of ['PRAC-A01', 'PRAC-A04', 'PRAC-A09']) expect(card(code).querySelector('.ans')).toBeNull()
})

it('takes a number as a number and asks for words and a photo once it is too high', async () => {
  await type('PRAC-A01', '数值', '12.5')
  expect(valueOf('PRAC-A01')).toBe(12.5)
  await vi.waitFor(() => expect(card('PRAC-A01').textContent).toContain('高于 8 ℃'))
  expect(card('PRAC-A01').textContent).toContain('现场照片')
  await vi.waitFor(() => expect(document.querySelector('#item-PRAC-B04')).not.toBeNull())
  await type('PRAC-A01', '数值', '4')
  await vi.waitFor(() => expect(document.querySelector('#item-PRAC-B04')).toBeNull())
})

it('shows the next questions of a choice at once', async () => {
  button('PRAC-A04', '都有').click()
  await vi.waitFor(() => expect(document.querySelector('#item-PRAC-B01')).not.toBeNull())
  expect(valueOf('PRAC-A04')).toBe('都有')
})

it('fills a group line by line, and keeps what was filled in', async () => {
  await type('PRAC-A09', '品名', '酱油')
  await type('PRAC-A09', '保质期至', '2027-06-01')
  button('PRAC-A09', '再加一个商品').click()
  await nextTick()
  await type('PRAC-A09', '品名', '醋', 1)
  expect(valueOf('PRAC-A09')).toEqual([{ name: '酱油', due: '2027-06-01' }, { name: '醋' }])
  button('PRAC-A09', '删除商品 1').click()
  await nextTick()
  expect(valueOf('PRAC-A09')).toEqual([{ name: '醋' }])
  await visit.flush()
  expect((await draft(aDraft().id))?.answers['PRAC-A09']?.value).toEqual([{ name: '醋' }])
})
