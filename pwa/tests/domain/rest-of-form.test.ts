import { describe, expect, it } from 'vitest'

import { evaluate, itemsOf, type Answer } from '@/domain/checklist'
import { restOfForm } from '@/domain/rest-of-form'
import { remarkWords } from '@/domain/remark-words'
import { visitBody, type Draft } from '@/domain/visit'
import { onlyOnsite } from '@/domain/visit-mode'
import type { EntityShown, IssueShown } from '@/domain/wire'
import { aDraft } from '../support/phone'
import { checklistBody } from './body'

const TODAY = '2026-11-23'
const body = checklistBody('catering')
const profile: Draft['profile'] = { flags: [], kind: '小餐饮（登记）', stage: null, grade: 'D', level: 'village', has_prior_issues: false }
const items = new Map(itemsOf(body).map((item) => [item.code, item]))

function restOf(answers: Answer[]) {
  const draft = aDraft({ profile, answers: Object.fromEntries(answers.map((one) => [one.item, one])) })
  const judged = evaluate(body, profile, answers, TODAY)
  return { draft, judged, rest: restOfForm(body, draft, judged, null, TODAY) }
}

const grave = evaluate(body, profile, [], TODAY).required.filter((code) => items.get(code)?.severity === 'critical')

describe('其余均符合', () => {
  it('asks for every critical question first', () => {
    const { rest } = restOf([])
    expect(rest.before.map((item) => item.code)).toEqual(grave)
    expect(rest.items).toEqual([])
  })

  it('answers what needs nothing but 符合, and leaves the rest to be filled in', () => {
    const given = grave.map((item): Answer => ({ item, answer: 'yes' }))
    const { draft, judged, rest } = restOf(given)
    expect(rest.before).toEqual([])
    expect(rest.items.length).toBeGreaterThan(1)
    expect(rest.left).toBe(judged.required.length - grave.length - rest.items.length)
    const after = evaluate(body, profile, Object.values({ ...draft.answers, ...rest.answers }), TODAY)
    const together = new Set(rest.items.map((item) => item.code))
    expect(after.missing.filter(({ item }) => together.has(item))).toEqual([])
    const sent = visitBody({ ...draft, outcome: 'done' }, after.answers, '2026-11-23T03:00:00Z').answers
    expect(sent.filter((one) => one.bulk).map((one) => one.item)).toEqual([...together])
  })

  it('is said to the reviewer, and when it was more than half', () => {
    const answers: Answer[] = [{ item: 'a', answer: 'yes', bulk: true }, { item: 'b', answer: 'yes' }, { item: 'c', answer: 'no', bulk: true }]
    expect(remarkWords(['late', 'bulk'], answers)).toEqual(['批量符合 1 项'])
    expect(remarkWords(['bulk_most', 'excess_na'], answers)).toEqual(['批量符合 1 项，超过一半', '不适用超过四成'])
  })
})

describe('a way other than on the spot', () => {
  const CASES: [string, Partial<EntityShown>, Partial<IssueShown>[], Partial<Draft>, string | null][] = [
    ['a shop of the village', {}, [], {}, null],
    ['one of the most important', { baobao_grade: 'A' }, [], {}, '包保 A 级主体必须现场督导'],
    ['one of the riskiest', { risk_level: 'D' }, [], {}, '风险等级 D 级主体必须现场督导'],
    ['one with an open issue', {}, [{ state: 'rectifying' }], {}, '有 1 项上次的问题要核对，必须现场督导'],
    ['one with only a closed issue', {}, [{ state: 'closed' }], {}, null],
    ['a recheck already made', {}, [], { rechecks: { i: { issue_id: 'i', result: 'fixed' } } }, '核对以前的问题，必须现场督导'],
  ]
  it.each(CASES)('%s', (_name, entity, earlier, draft, why) => {
    const who = { baobao_grade: 'D', risk_level: 'B', ...entity } as EntityShown
    expect(onlyOnsite(aDraft(draft), who, earlier as IssueShown[])).toBe(why)
  })
})
