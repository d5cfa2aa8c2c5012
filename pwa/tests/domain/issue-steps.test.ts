import { describe, expect, it } from 'vitest'

import { eventFacts, eventTitle } from '@/domain/issue-events'
import { nextStep, whyNotClosed } from '@/domain/issue-steps'
import { answers, sureOf } from '@/domain/move-order'
import type { IssueEvent, IssueShown, Move, MoveName } from '@/domain/wire'

const issue = (more: object, ...moves: MoveName[]) =>
  ({
    state: 'rectifying',
    severity: 'minor',
    listed: false,
    unit: { id: 'u1', name: '历下市场监管所' },
    moves: moves.map((move) => ({ move })),
    events: [],
    ...more,
    flags: { paused: false, awaiting_countersign: false, extension: null, void_proposal: null, ...('flags' in more ? (more.flags as object) : {}) },
  }) as unknown as IssueShown
const title = (...given: Parameters<typeof issue>) => nextStep(issue(...given), 'bureau', 'u1')?.title

describe('what comes next', () => {
  const asked = { flags: { extension: { status: 'requested', days: 2, by: '高文静', reason: '缺件' } } }
  const proposed = { state: 'assigned', flags: { void_proposal: { by: '宋建民', reason: '重复' } } }

  it('is an answer to who asked for more time, until it is given', () => {
    expect(title(asked, 'grant_extension')).toBe('等你审批延期')
    expect(title(asked)).toBe('等县局审批延期')
    expect(title({ flags: { extension: { status: 'refused' } } })).toBe('等企业整改')
    expect(title({ ...asked, state: 'reviewing' })).toBe('等待复核')
  })

  it('is 签收 for the unit it was given to, and for no other that may', () => {
    const given = issue({ state: 'assigned' }, 'accept')
    expect(nextStep(given, 'station', 'u1')?.title).toBe('等你签收')
    expect(nextStep(given, 'station', 'u2')).toEqual({ title: '等待签收', text: '已交给历下市场监管所，由它签收。' })
  })

  it('is the second word on a proposal to void', () => {
    expect(title(proposed, 'confirm_void')).toBe('等你确认作废')
    expect(nextStep(issue(proposed, 'accept'), 'station', 'u1')?.text).toContain('签收后照常办理')
    expect(title({ ...proposed, state: 'voided' })).toBeUndefined()
  })

  it('is the lifting before the closing where an issue is listed', () => {
    const listed = { state: 'reviewing', listed: true }
    expect(title(listed, 'return')).toBe('等待解除挂牌')
    expect(whyNotClosed(issue(listed, 'return'))).toContain('解除后才能销号')
    expect(whyNotClosed(issue({ ...listed, state: 'rectifying' }))).toBe('')
    expect(whyNotClosed(issue({ state: 'reviewing' }, 'close', 'return'))).toBe('')
  })
})

describe('the sheet of a decision', () => {
  const move = (name: MoveName): Move => ({ move: name, name, needs: [] })

  it('says who asked, and why', () => {
    const told = issue({
      flags: { extension: { status: 'requested', days: 2, by: '高文静', reason: '缺件' }, void_proposal: { by: '宋建民', reason: '重复' } },
      events: [{ move: 'close', actor: { name: '陈立新' }, note: '已改好' }],
    })
    expect(answers(move('grant_extension'), told)).toBe('高文静申请延长 2 天，理由：缺件')
    const counted = issue({ flags: { extension: { status: 'requested', days: 4, unit: '个工作日', until: '2026-12-16', by: '王双忠', reason: '缺件' } } })
    expect(answers(move('grant_extension'), counted)).toBe('王双忠申请延长 4 个工作日，到12月16日（周三），理由：缺件')
    expect(answers(move('confirm_void'), told)).toBe('宋建民提议作废，理由：重复')
    expect(answers(move('countersign'), told)).toBe('陈立新的复核意见：已改好')
    expect(answers(move('accept'), told)).toBe('')
  })

  it('does not call a critical issue closed before it is countersigned', () => {
    expect(sureOf(move('close'), issue({}))).toContain('反馈')
    expect(sureOf(move('close'), issue({ severity: 'critical' }))).toContain('会签后才销号')
    expect(sureOf(move('accept'), issue({ severity: 'critical' }))).toBeUndefined()
  })
})

it('a step says what was decided, to whom, by when', () => {
  const facts = (move: string, evidence: object) => eventFacts({ move, evidence } as unknown as IssueEvent)
  expect(facts('file_case', { number: '〔2026〕1号', date: '2026-11-23' })).toBe('案号 〔2026〕1号，11月23日立案')
  expect(facts('list', { unit_name: '市监所', number: '督1号', deadline: '2026-12-31' })).toBe('责任单位：市监所，文号 督1号，督办期限 12月31日')
  expect(facts('grant_extension', { deadline_before: '2026-11-30', deadline_after: '2026-12-02' })).toBe('期限改到12月2日')
  expect(facts('resume', { deadline_before: '2026-11-30', deadline_after: '2026-11-30' })).toBe('')
  expect(eventFacts({ move: 'request_extension', evidence: { days: 4 } } as unknown as IssueEvent, '个工作日')).toBe('申请延长 4 个工作日')
  const referred = { move: 'refer', move_name: '移送', note: '市公安局', evidence: { number: '移1号' } } as unknown as IssueEvent
  expect([eventTitle(referred), eventFacts(referred)]).toEqual(['移送', '移送给市公安局，文号 移1号'])
  expect(facts('transfer', { unit_name: '市监局' })).toBe('交给市监局')
})
