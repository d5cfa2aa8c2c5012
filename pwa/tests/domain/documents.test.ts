import { describe, expect, it } from 'vitest'

import { lackingIn, tagOf, waitsFor } from '@/domain/documents'
import type { DocumentRow, FieldOffered } from '@/domain/wire-document'

const row = (changed: Partial<DocumentRow>): DocumentRow => ({
  id: 'a',
  kind: 'rectify',
  name: '整改通知书',
  number: '历下市监整〔2026〕3号',
  issuer_name: '历下区市场监管局',
  addressee: '禾谷里餐饮店',
  entity_id: null,
  issued_at: '2026-11-26T02:00:00Z',
  issued_by_name: '孟祥宁',
  sign_by: '2026-12-01',
  signed_on: null,
  feedback_due: '2026-12-03',
  answered_on: null,
  state: 'to_sign',
  overdue: false,
  issues: 1,
  ...changed,
})
const field = (name: string, required = true): FieldOffered => ({ name, label: '整改要求', kind: 'text', most: 100, options: [], required, value: '', hint: '' })

describe('a document in words', () => {
  it('says what it waits for', () => {
    expect(waitsFor(row({}))).toBe('12月1日前签收')
    expect(waitsFor(row({ state: 'to_answer', signed_on: '2026-11-27' }))).toBe('12月3日前反馈')
    expect(waitsFor(row({ state: 'answered', answered_on: '2026-12-02' }))).toBe('12月2日已反馈')
    expect(waitsFor(row({ state: 'revoked' }))).toBe('')
  })

  it('names what is late by what is missing', () => {
    expect(tagOf(row({ overdue: true }))).toEqual({ name: '逾期未签收', tone: 'bad' })
    expect(tagOf(row({ overdue: true, state: 'to_answer' }))).toEqual({ name: '逾期未反馈', tone: 'bad' })
    expect(tagOf(row({ state: 'revoked' }))).toEqual({ name: '已作废', tone: 'na' })
  })

  it('asks for what must be filled in, and for nothing else', () => {
    expect(lackingIn([field('a'), field('b', false)], { a: ' ', b: '' })).toEqual({ a: '请填写整改要求' })
    expect(lackingIn([field('a')], { a: '分柜存放' })).toEqual({})
  })
})
