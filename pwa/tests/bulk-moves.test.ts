import { describe, expect, it } from 'vitest'

import { bulkMovesOf, unfitWords } from '@/components/desk/bulk-moves'
import type { IssueRow } from '@/domain/wire'

const row = (state: string, unit: object | null = {}): IssueRow => ({ state, unit }) as unknown as IssueRow

describe('what may be ordered for many', () => {
  it('is never 销号, whoever asks', () => {
    for (const role of ['station', 'bureau', 'office', 'inspector', 'cadre'] as const) {
      const moves: string[] = bulkMovesOf({ role, level: 'county' })
      expect(moves.filter((one) => !['assign', 'transfer', 'remind'].includes(one))).toEqual([])
    }
  })

  it('is 交办 for the county’s office only', () => {
    expect(bulkMovesOf({ role: 'office', level: 'county' })).toContain('assign')
    expect(bulkMovesOf({ role: 'office', level: 'city' })).toEqual(['remind'])
    expect(bulkMovesOf({ role: 'station', level: 'town' })).toEqual(['transfer', 'remind'])
    expect(bulkMovesOf({ role: 'cadre', level: 'village' })).toEqual([])
  })

  it('says beforehand how many rows it does not fit', () => {
    const rows = [row('registered', null), row('rectifying'), row('closed')]
    expect(unfitWords('transfer', rows)).toContain('其中 2 项现在不能转办')
    expect(unfitWords('remind', rows)).toContain('其中 2 项')
    expect(unfitWords('assign', [row('registered', null)])).toBe('')
  })
})
