import { afterEach, beforeEach, expect, it } from 'vitest'
import { db } from '@/store/db'
import { enqueueInspection, enqueueMove, intentText } from '@/store/outbox'
import { aDraft, emptied, stocked } from '../support/phone'

const at = new Date('2026-11-23T02:40:00Z')
const picture = 'ab'.repeat(32)

beforeEach(() => stocked())
afterEach(emptied)

it('a visit is copied out in words: firm, time, answers, problem, photos and number', async () => {
  const problem = { item: 'CATR-A01', answer: 'no' as const, note: '许可证没有挂出来', severity: 'minor' as const, photos: [picture] }
  const id = await enqueueInspection(
    aDraft({
      answers: { 'CATR-A01': problem },
      participants: [{ role: 'enterprise', name: '冯晓燕', post: '店主' }],
      statement: '当面告知',
    }),
    at,
  )
  expect((await intentText(id)).split('\n')).toEqual([
    '泉边小面馆',
    '督导时间：2026年11月23日 10:00 至 10:40',
    '方式：现场督导',
    '在场人员：冯晓燕（店主）',
    '1. 是否公示许可证：不符合；许可证没有挂出来；程度：一般；照片 1 张',
    '说明：当面告知',
    '照片和签名：1 张，留在手机上',
    '写下时间：2026年11月23日 10:40',
    `编号：${id}`,
  ])
})

it('what could not be visited is named, with the words about it', async () => {
  const id = await enqueueInspection(aDraft({ outcome: 'suspended', statement: '门口贴了停业告示' }), at)
  const text = await intentText(id)
  expect(text).toContain('无法督导：停业\n')
  expect(text).toContain('说明：门口贴了停业告示')
  expect(text).not.toContain('是否公示许可证')
})

it('a visit is copied out even when its form is gone from the phone', async () => {
  const id = await enqueueInspection(aDraft(), at)
  await db().checklists.clear()
  expect(await intentText(id)).toContain('1. CATR-A01：符合')
})

it('a move keeps its words and its number, and none of the wire', async () => {
  const id = await enqueueMove('i-1', 3, { move: 'return', note: '照片看不清' }, '退回：泉边小面馆', at)
  const text = await intentText(id)
  expect(text).toContain('退回：泉边小面馆\n说明：照片看不清\n')
  expect(text).toContain(`编号：${id}`)
  expect(text).not.toMatch(/[{}"]|seen_version/)
})
