import { describe, expect, it } from 'vitest'

import { carriedOver } from '@/domain/carry-over'
import { newerPins, shortName } from '@/domain/modules'
import { itemsOf, type Answer, type ChecklistBody, type Child, type Item } from '@/domain/checklist'
import { diffOf, isSame } from '@/domain/checklist-diff'
import { visitBody, type Draft } from '@/domain/visit'
import { aDraft } from '../support/phone'
import { filled } from './body'

const TODAY = '2026-11-25'
const SHA = 'a'.repeat(64)

type Some = Partial<Omit<Item, 'type'>> & { type?: Item['type']; allow_na?: boolean; photo_on_fail?: { reason: string } | null; children?: unknown[]; max_length?: number }

function question(code: string, more: Some = {}): Item {
  const given = { code, text: `题目 ${code}`, tier: 'core', severity: 'minor', basis: [], guide: '看一看', rectify: '改好', deadline: { value: 5, unit: 'workday' }, ...more }
  return filled(given as unknown as Item)
}

function version(number: number, ...items: Item[]): ChecklistBody {
  const sections = [{ code: 'X-A', name: '现场', items }]
  return { id: 'catering', version: number, name: '表', business_type: 'catering', valid_from: '2026-01-01', valid_to: null, note: '', kinds: [], laws: {}, sections, digest: `d${number}` }
}

const child = (code: string, more: Record<string, unknown>) => ({ code, text: `小题 ${code}`, ...more }) as unknown as Child
const draftWith = (...answers: Answer[]): Draft => aDraft({ answers: Object.fromEntries(answers.map((one) => [one.item, one])), aside: undefined })
const differs = (before: Item[], after: Item[]) => diffOf(itemsOf(version(1, ...before)), itemsOf(version(2, ...after)))

describe('what a newer version asks otherwise', () => {
  const CASES: [string, Some, Some, string][] = [
    ['other words', { text: '旧问法' }, { text: '新问法' }, '题目：旧问法 → 新问法'],
    ['a graver fault', {}, { severity: 'critical' }, '程度：一般 → 重大'],
    ['less time', {}, { deadline: { value: 0, unit: 'immediate' } }, '整改期限：5 个工作日 → 立即'],
    ['hours instead of days', { deadline: { value: 3, unit: 'calendar_day' } }, { deadline: { value: 24, unit: 'hour' } }, '整改期限：3 天 → 24 小时'],
    ['a photo of every fault', {}, { photo_on_fail: { reason: '留证据' } }, '不符合时：不一定拍照 → 要拍照'],
    ['不适用 no longer allowed', {}, { allow_na: false }, '不适用：可以选 → 不能选'],
    ['what may stay empty', {}, { optional: true }, '作答：必填 → 选填'],
    ['another way to look', {}, { guide: '打开冷柜看' }, '怎么查：看一看 → 打开冷柜看'],
    ['another demand', {}, { rectify: '三天内改好' }, '整改要求：改好 → 三天内改好'],
    ['another law', {}, { basis: [{ law: 'L', article: '第一条', confidence: 'high' }] }, '法律依据： → 有更新'],
    ['a new smaller question', {}, { children: [child('n', { type: 'number', unit: '℃' })] }, '新增小题： → 小题 n（填数字，单位 ℃）'],
    ['a smaller question less', { children: [child('d', { type: 'date' })] }, {}, '去掉小题：小题 d（选日期） → '],
    [
      'other choices',
      { children: [child('c', { type: 'choice', options: ['甲', '乙'] })] },
      { children: [child('c', { type: 'choice', options: ['甲', '丙'], multiple: true })] },
      '小题“小题 c”：小题 c（选一项：甲、乙） → 小题 c（可多选：甲、丙）',
    ],
    [
      'another rule behind a number',
      { children: [child('n', { type: 'number', max: 8 })] },
      { children: [child('n', { type: 'number', max: 5 })] },
      '小题“小题 n”： → 判定规则有调整',
    ],
  ]

  it.each(CASES)('%s', (_name, before, after, said) => {
    const diff = differs([question('X-1', before)], [question('X-1', after)])
    expect(diff.changed.flatMap(({ changes }) => changes.map((one) => `${one.what}：${one.before} → ${one.after}`))).toEqual([said])
    expect([diff.added, diff.gone]).toEqual([[], []])
  })

  it('tells new questions from those that are gone, wherever they stand', () => {
    const diff = differs([question('X-1'), question('X-2')], [question('X-3'), question('X-2')])
    expect(diff.added.map((item) => item.code)).toEqual(['X-3'])
    expect(diff.gone.map((item) => item.code)).toEqual(['X-1'])
    expect(diff.changed).toEqual([])
  })

  it('finds nothing between two equal versions', () => {
    expect(isSame(differs([question('X-1')], [question('X-1')]))).toBe(true)
  })
})

describe('a visit carried over to a newer version', () => {
  it('keeps every answer that is asked again, with photos and words', () => {
    const given: Answer = { item: 'X-1', answer: 'no', note: '没有洗手液', photos: [SHA], severity: 'major' }
    const over = carriedOver(draftWith(given), version(1, question('X-1')), version(2, question('X-1', { text: '新问法' }), question('X-2')), TODAY)
    expect(over.draft.answers['X-1']).toEqual(given)
    expect(over.draft.checklist).toEqual({ id: 'catering', version: 2 })
    expect(over).toMatchObject({ kept: 1, toAsk: ['X-2'], draft: { changed: ['X-1'], aside: [] } })
  })

  it('sets aside what is no longer asked, in words, and sends it with the statement', () => {
    const given: Answer = { item: 'X-1', answer: 'no', note: '地面积水', photos: [SHA] }
    const { draft } = carriedOver(draftWith(given), version(1, question('X-1'), question('X-2')), version(2, question('X-2')), TODAY)
    expect(draft.aside).toEqual([{ item: 'X-1', question: '题目 X-1', said: '不符合；地面积水；照片 1 张', photos: [SHA], failed: true }])
    expect(draft.answers['X-1']).toEqual(given)
    const body = visitBody(draft, [], '2026-11-25T02:00:00Z')
    expect(body.statement).toContain('旧版题“题目 X-1”：不符合；地面积水；照片 1 张')
    expect(body.photos).toContain(SHA)
  })

  it('sets aside what the new version asks only of others', () => {
    const { draft } = carriedOver(draftWith({ item: 'X-1', answer: 'yes' }), version(1, question('X-1')), version(2, question('X-1', { tier: 'standard' }), question('X-2')), TODAY)
    expect(draft.aside).toMatchObject([{ item: 'X-1', said: '符合', failed: false }])
  })

  it('asks again where 不适用 is no longer allowed, and keeps the words', () => {
    const given: Answer = { item: 'X-1', answer: 'na', note: '没有这个设备' }
    const over = carriedOver(draftWith(given), version(1, question('X-1')), version(2, question('X-1', { allow_na: false })), TODAY)
    expect(over.toAsk).toEqual(['X-1'])
    expect(over.draft.answers['X-1']).toEqual(given)
  })

  const FITS: [string, Record<string, unknown> | null, Record<string, unknown> | null, string | number | string[], boolean][] = [
    ['the same smaller question', { type: 'text' }, { type: 'text' }, '人工', true],
    ['a smaller question that is gone', { type: 'text' }, null, '人工', false],
    ['a choice that is still there', { type: 'choice', options: ['甲'] }, { type: 'choice', options: ['甲', '乙'] }, '甲', true],
    ['a choice that is gone', { type: 'choice', options: ['甲'] }, { type: 'choice', options: ['乙'] }, '甲', false],
    ['words where a number is asked now', { type: 'text' }, { type: 'number' }, '三台', false],
    ['photos that are more than wanted now', { type: 'photo' }, { type: 'photo', max_count: 1 }, [SHA, 'b'.repeat(64)], false],
    ['a number that was wrong already', { type: 'number', max: 8 }, { type: 'number', max: 8 }, 12, true],
  ]

  it.each(FITS)('%s', (_name, before, after, value, stays) => {
    const under = (shape: Record<string, unknown> | null) => question('X-1', { children: shape ? [child('c', shape)] : [] })
    const over = carriedOver(draftWith({ item: 'X-1', answer: 'yes', children: { c: value } }), version(1, under(before)), version(2, under(after)), TODAY)
    expect(over.draft.answers['X-1']?.children).toEqual(stays ? { c: value } : {})
    const photos = Array.isArray(value) ? value : []
    const said = photos.length ? `照片 ${photos.length} 张` : String(value)
    expect(over.draft.aside).toEqual(stays ? [] : [{ item: 'X-1', question: '题目 X-1：小题 c', said, photos, failed: false }])
  })

  it('carries twice without forgetting what was set aside the first time', () => {
    const draft = draftWith({ item: 'X-1', answer: 'yes' }, { item: 'X-2', answer: 'yes' })
    const second = carriedOver(draft, version(1, question('X-1'), question('X-2')), version(2, question('X-2'), question('X-3')), TODAY).draft
    const third = carriedOver(second, version(2, question('X-2'), question('X-3')), version(3, question('X-3')), TODAY).draft
    expect(third.aside?.map((one) => one.item)).toEqual(['X-1', 'X-2'])
  })

  it('never writes a statement longer than the server takes', () => {
    const given: Answer = { item: 'X-1', answer: 'no', note: '长'.repeat(990) }
    const { draft } = carriedOver({ ...draftWith(given), statement: '说明'.repeat(50) }, version(1, question('X-1')), version(2, question('X-2')), TODAY)
    const { statement } = visitBody(draft, [], '2026-11-25T02:00:00Z')
    expect(statement).toHaveLength(1000)
    expect(statement.startsWith('说明'.repeat(50))).toBe(true)
  })
})

describe('the lists of a visit', () => {
  const v1 = { id: 'catering', version: 1 }
  const v2 = { id: 'catering', version: 2 }
  const special = { id: 'special', version: 3 }

  it('go on as they are while none has a newer version', () => {
    expect(newerPins({ checklist: v2, modules: [special] }, [v1, special, { id: 'production', version: 9 }])).toBeNull()
  })

  it('are offered together when only a module has a newer version', () => {
    expect(newerPins({ checklist: v1, modules: [special] }, [v1, { id: 'special', version: 4 }])).toEqual({
      checklist: v1,
      modules: [{ id: 'special', version: 4 }],
    })
  })

  it('are one list when the shop has one business type', () => {
    expect(newerPins({ checklist: v1 }, [v2, special])).toEqual({ checklist: v2 })
  })

  it('are called by one name', () => {
    const name = '餐饮服务督导检查表、特殊食品督导检查表'
    expect(shortName({ name }, { checklist: v1, modules: [special] })).toBe('督导表（共 2 张）')
    expect(shortName({ name: '餐饮服务督导检查表' }, { checklist: v1 })).toBe('餐饮服务督导表')
  })
})
