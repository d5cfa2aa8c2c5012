import { describe, expect, it } from 'vitest'

import { takenOf, takenWords, timeWords } from '@/domain/evidence'
import type { IssueEvent } from '@/domain/wire'

const BEFORE = 'b'.repeat(64)
const AFTER = 'a'.repeat(64)

function step(seq: number, name: string, shas: string[], at: string, device_at: string | null = null): IssueEvent {
  return {
    id: `${seq}`, seq, move: 'submit', move_name: '提交整改', from: null, to: 'reviewing', actor: { name, post: '所员', role: 'station' }, at, device_at, note: '',
    photos: shas.map((sha256) => ({ sha256, arrived: true })), evidence: {},
  }
}

describe('what is said of a photo', () => {
  it('is both times, on one line where they agree to the minute', () => {
    expect(timeWords('2026-11-23T02:50:10Z', '2026-11-23T02:50:59Z')).toEqual(['手机时间、收到时间 2026年11月23日 10:50'])
    expect(timeWords('2026-11-23T02:50:00Z', '2026-11-24T01:00:00Z')).toEqual(['手机时间 2026年11月23日 10:50', '收到时间 2026年11月24日 09:00'])
    expect(timeWords(null, '2026-11-24T01:00:00Z')).toEqual(['收到时间 2026年11月24日 09:00'])
  })

  it('names who brought it first, though a later step shows it again', () => {
    const taken = takenOf({ events: [step(3, '陈立新', [AFTER, BEFORE], '2026-11-25T01:00:00Z'), step(1, '李淑琴', [BEFORE], '2026-11-23T03:00:00Z', '2026-11-23T02:50:00Z')] })
    expect(takenWords(taken[BEFORE])).toEqual(['李淑琴 所员', '手机时间 2026年11月23日 10:50', '收到时间 2026年11月23日 11:00'])
    expect(takenWords(taken[AFTER])?.[0]).toBe('陈立新 所员')
  })

  it('names no official where the server names none', () => {
    expect(takenWords({ by: '', post: '', device_at: null, at: '2026-11-24T01:00:00Z' })).toEqual(['收到时间 2026年11月24日 09:00'])
    expect(takenWords({ by: '企业', post: '企业', device_at: null, at: '2026-11-24T01:00:00Z' })[0]).toBe('企业')
    expect(takenWords(undefined)).toEqual([])
  })
})
