import { describe, expect, it } from 'vitest'

import { evaluate, type Answer } from '@/domain/checklist'
import { dropWords } from '@/domain/drop-words'
import { phrasesFor, withPhrase } from '@/domain/phrases'
import { prefilled } from '@/domain/prefill'
import { visitBody, type Draft } from '@/domain/visit'
import { asksReview, cardOf, earlierIssues, gapsOf, nextUnanswered, sectionsOf, toReview } from '@/domain/visit-form'
import type { IssueShown } from '@/domain/wire'
import { aDraft } from '../support/phone'
import { checklistBody } from './body'

const TODAY = '2026-11-23'
const body = checklistBody('catering')
const profile: Draft['profile'] = { flags: [], kind: null, stage: null, grade: 'C', level: 'town', has_prior_issues: false }

function drafted(answers: Answer[], more: Partial<Draft> = {}) {
  const draft = aDraft({ profile, answers: Object.fromEntries(answers.map((one) => [one.item, one])), ...more })
  const judged = evaluate(body, profile, answers, TODAY, { rechecks: Object.values(draft.rechecks) })
  return { draft, judged }
}

function anIssue(more: Partial<IssueShown>): IssueShown {
  return { id: 'i-1', state: 'rectifying', description: '冷藏柜生熟混放', item_text: '', deadline: '2026-11-30', changed_at: '2026-11-01T00:00:00Z', closed_at: null, ...more } as IssueShown
}

describe('the form', () => {
  it('numbers the questions through all sections, and counts those that must be answered', () => {
    const { judged } = drafted([{ item: 'CATR-A01', answer: 'yes' }])
    const sections = sectionsOf(body, judged)
    const numbers = sections.flatMap((one) => one.items.map(({ no }) => no)).filter((no) => no !== null)
    expect(numbers).toEqual(judged.required.map((_, n) => n + 1))
    expect(sections[0]).toMatchObject({ answered: 1 })
    expect(sections.reduce((sum, one) => sum + one.total, 0)).toBe(judged.required.length)
  })

  it('gives room to write more no number: it is no question', () => {
    const { judged } = drafted([])
    const unnumbered = sectionsOf(body, judged).flatMap((one) => one.items.filter(({ no }) => no === null))
    expect(unnumbered.map(({ item }) => item.text)).toEqual(['其他需要记录的情况（可不填）'])
    const long = '长'.repeat(501)
    const { draft, judged: after } = drafted([{ item: 'CATR-H03', note: long }])
    expect(gapsOf(draft, body, after, []).map((gap) => gap.text)).toContain('其他需要记录的情况（可不填）：最多 500 个字，请缩短')
  })

  it('leads from question to question and round to the ones left out', () => {
    const { judged } = drafted([])
    const [first, second] = judged.required
    expect(nextUnanswered(judged, undefined)).toBe(first)
    expect(nextUnanswered(judged, first)).toBe(second)
    expect(nextUnanswered(judged, judged.shown.at(-1))).toBe(first)
  })

  it('ends when every question has its answer', () => {
    const open = drafted([]).judged.required
    const { judged } = drafted(open.map((item) => ({ item, answer: 'yes' })))
    expect(nextUnanswered(judged, undefined)).toBeNull()
  })
})

describe('what keeps a visit from being handed in', () => {
  const texts = (answers: Answer[], more: Partial<Draft> = {}, earlier: IssueShown[] = []) => {
    const { draft, judged } = drafted(answers, more)
    return gapsOf(draft, body, judged, earlier).map((gap) => gap.text)
  }

  it('is said with the number of the question', () => {
    const given = texts([{ item: 'CATR-A01', answer: 'no', note: '证照已过期', children: {} }])
    expect(given).toContain('第 1 题：缺照片')
    expect(given).toContain('第 2 题：没有作答')
  })

  it('is both signatures and the enterprise’s person', () => {
    const given = texts([])
    expect(given.slice(-3)).toEqual(['企业在场人员没有填', '包保干部没有签字', '企业人员没有签字，也没有说明原因'])
  })

  it('is no missing signature of an enterprise that refused', () => {
    const refused = { signatures: { cadre: 'a', enterprise_refused: true, refusal_reason: '拒签：不认可' } }
    expect(texts([], refused).filter((one) => one.includes('企业'))).toEqual([])
  })

  it('is an earlier issue not looked at, until it is or a reason says why not', () => {
    const missing = '上次的问题 冷藏柜生熟混放：没有核对'
    const recheck = (result: 'fixed' | 'not_fixed', note = '') => ({ rechecks: { 'i-1': { issue_id: 'i-1', result, note } } })
    expect(texts([], {}, [anIssue({})])).toContain(missing)
    expect(texts([], recheck('fixed'), [anIssue({})])).not.toContain(missing)
    expect(texts([], recheck('not_fixed'), [anIssue({})])).toContain(missing)
    expect(texts([], recheck('not_fixed', '仍在混放'), [anIssue({})])).not.toContain(missing)
    expect(texts([], { unchecked: { 'i-1': { issue: '冷藏柜', why: '店长不在' } } }, [anIssue({})])).not.toContain(missing)
    expect(texts([], {}, [anIssue({ state: 'closed' })])).not.toContain(missing)
  })
})

describe('the question what became of earlier issues', () => {
  const prior = { ...profile, has_prior_issues: true }
  const asked = (rechecks: Draft['rechecks'] = {}) => {
    const answers: Answer[] = [{ item: 'CATR-H02', answer: 'yes' }]
    const draft = aDraft({ profile: prior, answers: { 'CATR-H02': answers[0] as Answer }, rechecks })
    return { draft, judged: evaluate(body, prior, answers, TODAY, { rechecks: Object.values(rechecks) }) }
  }
  const closed = [anIssue({ id: 'c-1', state: 'closed' }), anIssue({ id: 'c-2', state: 'closed' })]
  const fixed = { 'c-1': { issue_id: 'c-1', result: 'fixed' as const } }

  it('is asked of a shop that has them', () => {
    expect(asksReview(body, asked().judged)).toBe(true)
    expect(asksReview(body, drafted([]).judged)).toBe(false)
  })

  const unseen = (given: ReturnType<typeof asked>, earlier: IssueShown[]) =>
    gapsOf(given.draft, body, given.judged, earlier).flatMap((gap) => ('issue' in gap.at ? [cardOf(gap)] : []))

  it('lacks each of the closed issues where nothing else is open, not at the question', () => {
    expect(unseen(asked(), closed)).toEqual(['issue-c-1', 'issue-c-2'])
    expect(unseen(asked(fixed), closed)).toEqual(['issue-c-2'])
    expect(unseen(asked({ ...fixed, 'c-2': { issue_id: 'c-2', result: 'repeated', note: '又混放' } }), closed)).toEqual([])
    const texts = gapsOf(asked().draft, body, asked().judged, closed).map(({ text }) => text)
    expect(texts).toContain('已销号的问题 冷藏柜生熟混放：没有核对')
    expect(texts.filter((text) => text.includes('不适用'))).toEqual([])
  })

  it('leaves closed issues to the cadre where an open one was looked at', () => {
    const open = { 'i-1': { issue_id: 'i-1', result: 'fixed' as const } }
    expect(unseen(asked(open), [anIssue({}), ...closed])).toEqual([])
  })

  it('is not applicable where nothing could be looked at', () => {
    const given = asked()
    const draft = { ...given.draft, unchecked: { 'i-1': { issue: '冷藏柜', why: '店长不在' } } }
    const gaps = gapsOf(draft, body, given.judged, [anIssue({})]).filter(({ id }) => id.startsWith('CATR-H02'))
    expect(gaps.map(cardOf)).toEqual(['item-CATR-H02'])
    expect(gaps[0]?.text).toContain('请选“不适用”')
    expect(unseen({ ...given, draft }, [anIssue({}), ...closed])).toEqual(['issue-c-1', 'issue-c-2'])
  })

  it('leads to the issue that comes next, and back to the first', () => {
    expect(toReview(asked().draft, closed)?.id).toBe('c-1')
    expect(toReview(asked(fixed).draft, closed)?.id).toBe('c-2')
    expect(toReview(asked({ ...fixed, 'c-2': { issue_id: 'c-2', result: 'fixed' } }).draft, closed)?.id).toBe('c-1')
    expect(toReview(asked().draft, [])).toBeUndefined()
  })
})

it('earlier issues are the open ones by deadline, then those closed within a year', () => {
  const now = Date.parse('2026-11-23T00:00:00Z')
  const found = earlierIssues(
    [
      anIssue({ id: 'late', deadline: '2026-12-05' }),
      anIssue({ id: 'old', state: 'closed', closed_at: '2025-10-01T00:00:00Z' }),
      anIssue({ id: 'recent', state: 'closed', closed_at: '2026-03-01T00:00:00Z' }),
      anIssue({ id: 'void', state: 'voided' }),
      anIssue({ id: 'soon', deadline: '2026-11-25' }),
    ],
    now,
  )
  expect(found.map((one) => one.id)).toEqual(['soon', 'late', 'recent'])
})

it('what could not be looked at stands in the statement, for it has no recheck', () => {
  const draft = aDraft({ statement: '后厨改造', unchecked: { 'i-1': { issue: '冷藏柜生熟混放', why: '店长不在' } } })
  const sent = visitBody(draft, [], '2026-11-23T03:00:00Z')
  expect(sent.statement).toBe('后厨改造\n没法核对“冷藏柜生熟混放”：店长不在')
  expect(sent).not.toHaveProperty('unchecked')
})

describe('changing an answer', () => {
  it('asks before photos and words of a 否 go', () => {
    expect(dropWords({ item: 'x', answer: 'no', photos: ['a'], note: '混放' }, 'yes')).toBe('改成“符合”会删掉这题的照片和描述，确定吗？')
    expect(dropWords({ item: 'x', answer: 'no', photos_after: ['a'] }, 'na')).toBe('改成“不适用”会删掉这题的照片，确定吗？')
  })

  it('asks nothing when nothing goes', () => {
    expect(dropWords({ item: 'x', answer: 'no', note: ' ' }, 'yes')).toBeNull()
    expect(dropWords({ item: 'x', answer: 'yes' }, 'no')).toBeNull()
  })
})

it('the register fills what was left empty and nothing else', () => {
  const item = body.sections[0]?.items[0]
  if (!item) throw new Error('the catering form begins with its licences')
  const entity = { licence_no: 'JY13701020000001', licence_valid_to: '2028-06-30', name: '小张面馆', uscc: null, address: '文化西路 8 号', profile }
  expect(prefilled(item, undefined, entity)).toEqual({ 'CATR-A01a': 'JY13701020000001', 'CATR-A01b': '2028-06-30' })
  expect(prefilled(item, { 'CATR-A01a': '另一号' }, entity)).toMatchObject({ 'CATR-A01a': '另一号' })
  expect(prefilled(item, undefined, null)).toEqual({})
})

describe('ready words', () => {
  it('fit the question', () => {
    expect(phrasesFor('冷藏冷冻设施内食品分类存放，生熟分开')[0]).toBe('生熟混放')
    expect(phrasesFor('别的事项')).not.toHaveLength(0)
  })

  it('are added behind what is there, once', () => {
    expect(withPhrase('', '无标签')).toBe('无标签')
    expect(withPhrase('2 号柜', '无标签')).toBe('2 号柜，无标签')
    expect(withPhrase('2 号柜。', '无标签')).toBe('2 号柜。无标签')
    expect(withPhrase('2 号柜，无标签', '无标签')).toBe('2 号柜，无标签')
  })
})
