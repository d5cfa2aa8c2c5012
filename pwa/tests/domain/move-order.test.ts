import { describe, expect, it } from 'vitest'

import { givenOf, lackingIn } from '@/domain/move-order'
import type { Move } from '@/domain/wire'

const CLOSE: Move = {
  move: 'close',
  name: '同意销号',
  needs: [
    { field: 'note', label: '复核意见', kind: 'text', required: true },
    { field: 'photos', label: '复核照片', kind: 'photo', required: true, min: 1, max: 9 },
    { field: 'on_site', label: '已到现场复核', kind: 'check', required: true },
  ],
}
const EXTEND: Move = {
  move: 'request_extension',
  name: '申请延期',
  needs: [
    { field: 'note', label: '理由', kind: 'text', required: true },
    { field: 'days', label: '延长天数', kind: 'days', required: true, min: 1, max: 5 },
  ],
}

describe('a move sheet', () => {
  it('says of each field what it lacks', () => {
    expect(lackingIn(CLOSE, { note: '  ', photos: [] })).toEqual({
      note: '请填写复核意见',
      photos: '请拍复核照片',
      on_site: '请确认已到现场复核',
    })
  })

  it('holds days to the limits the ledger named', () => {
    for (const days of ['0', '6', '2.5', 'x']) expect(lackingIn(EXTEND, { note: '缺件', days })).toEqual({ days: '延长天数应在 1 到 5 天之间' })
    expect(lackingIn(EXTEND, { note: '缺件', days: '5' })).toEqual({})
  })

  it('orders what was filled in and leaves the rest out', () => {
    expect(givenOf(CLOSE, { note: ' 已改好 ', photos: ['a'], on_site: true })).toEqual({ move: 'close', note: '已改好', photos: ['a'], on_site: true })
    expect(givenOf(EXTEND, { note: '缺件', days: '3' })).toEqual({ move: 'request_extension', note: '缺件', days: 3 })
    expect(givenOf(CLOSE, { note: '', photos: [] })).toEqual({ move: 'close' })
  })
})
