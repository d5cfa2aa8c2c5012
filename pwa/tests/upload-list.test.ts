import { describe, expect, it } from 'vitest'

import type { Intent, Sending } from '@/domain/intent'
import { isKeptTwice, isVisitOnItsWay, reason, standing, unfinished, uploaded } from '@/domain/upload-list'

function made(id: string, state: Sending, kind: Intent['kind'] = 'move'): Intent {
  return { id, kind, subject: 's', title: 't', body: null, photos: [], madeAt: `2026-11-23T0${id}:00:00Z`, state } as unknown as Intent
}

const WAITING: Sending = { at: 'waiting' }
const SENDING: Sending = { at: 'sending', sent: 1, total: 3 }
const REFUSED: Sending = { at: 'refused', why: '这项问题已被退回' }
const TEXT_ONLY: Sending = { at: 'accepted', acceptedAt: '2026-11-23T00:00:00Z', sent: 3, total: 4 }
const ARRIVED: Sending = { ...TEXT_ONLY, sent: 4 }

describe('the list of uploads', () => {
  it('puts what needs a person first, and the oldest first within', () => {
    const rows = [made('1', WAITING), made('2', SENDING), made('3', REFUSED), made('4', ARRIVED), made('0', WAITING)]
    expect(unfinished(rows).map((row) => row.id)).toEqual(['3', '2', '0', '1'])
    expect(uploaded(rows).map((row) => row.id)).toEqual(['4'])
  })

  it('counts a visit without all its photos as unfinished and says what got through', () => {
    expect(standing(made('1', TEXT_ONLY))).toBe('uploading')
    expect(reason(made('1', TEXT_ONLY), true)).toBe('还有 1 张照片没传完。文字和其余 3 张已上传。')
  })

  it('does not trouble anyone with what was merely read', () => {
    expect(unfinished([made('1', WAITING, 'feedback_read')])).toEqual([])
  })

  it('says that a record waits for the network only while there is none', () => {
    expect([reason(made('1', WAITING), false), reason(made('1', WAITING), true)]).toEqual(['联网后自动上传。', null])
  })

  it('counts a visit as made until the list from the server knows it, but not a refused one', () => {
    const before = '2026-11-22T23:59:59Z'
    const after = '2026-11-23T00:00:01Z'
    const onItsWay = (state: Sending, syncedAt: string) => isVisitOnItsWay(made('1', state, 'inspection'), syncedAt)
    expect([onItsWay(WAITING, after), onItsWay(ARRIVED, before), onItsWay(ARRIVED, after), onItsWay(REFUSED, before)]).toEqual([true, true, false, false])
  })

  it('knows a record the server keeps both versions of', () => {
    const problem = { type: '/problems/inspection-differs', title: '', status: 409, detail: '' }
    expect(isKeptTwice(made('1', { ...REFUSED, problem }))).toBe(true)
    expect(isKeptTwice(made('1', REFUSED))).toBe(false)
  })

  it('has what the server keeps stand last, until an office has taken it or sent it back', () => {
    const kept: Sending = { at: 'kept', keptAt: '2026-11-23T03:00:00Z', receiptNo: 'GL-1', sent: 2, total: 2, missing: [] }
    const fate = { id: '1', receipt_no: 'GL-1', handled_at: '2026-11-24T03:00:00Z', note: '', record_no: null }
    const taken: Sending = { ...kept, fate: { ...fate, state: 'delivered', record_no: 'SD-1' } }
    const back: Sending = { ...kept, fate: { ...fate, state: 'declined', note: '同日已有一次督导' } }
    const rows = [made('1', kept), made('2', WAITING), made('3', back), made('4', taken)]
    expect(unfinished(rows).map((row) => row.id)).toEqual(['3', '2', '1'])
    expect(uploaded(rows).map((row) => row.id)).toEqual(['4'])
    expect(reason(made('3', back), true)).toBe('食药安办没有收下：同日已有一次督导')
    expect(reason(made('1', { ...kept, sent: 1 }), true)).toBe('文字已交服务器保管，还有 1 张照片没传完。')
  })

  it('counts a kept visit as made, but not one that was sent back', () => {
    const kept: Sending = { at: 'kept', keptAt: '2026-11-23T03:00:00Z', receiptNo: 'GL-1', sent: 0, total: 0, missing: [] }
    const fate = { id: '1', receipt_no: 'GL-1', state: 'declined' as const, handled_at: null, note: '重复', record_no: null }
    expect(isVisitOnItsWay(made('1', kept, 'inspection'), '2026-11-24T00:00:00Z')).toBe(true)
    expect(isVisitOnItsWay(made('1', { ...kept, fate }, 'inspection'), '2026-11-24T00:00:00Z')).toBe(false)
  })
})
