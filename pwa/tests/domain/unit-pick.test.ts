import { describe, expect, it } from 'vitest'

import { unitsOffered } from '@/domain/unit-pick'
import type { UnitRow } from '@/domain/wire'

const HERE = '370102000000'
const unit = (name: string, region_code: string, kind = 'station'): UnitRow => ({ id: name, name, kind, phone: null, region_code })
const UNITS = [
  unit('七贤所', '370103001000'),
  unit('千佛山所', '370102005000'),
  unit('历下区局', HERE, 'bureau'),
  unit('泉城路所', '370102001000'),
  unit('市中区局', '370103000000', 'bureau'),
]
const names = (words: string, unitNow: string | null, another: boolean) => unitsOffered(UNITS, words, { county: HERE, unit: unitNow, another }).shown.map((one) => one.name)

describe('units to hand an issue to', () => {
  it('begins with who has it, then the bureau, then the county’s others; the rest is for a search', () => {
    expect(names('', '泉城路所', false)).toEqual(['泉城路所', '历下区局', '千佛山所'])
    expect(unitsOffered(UNITS, '', { county: HERE, unit: null, another: false }).hidden).toBe(2)
  })
  it('does not offer to give it to who has it already', () => {
    expect(names('', '泉城路所', true)).toEqual(['历下区局', '千佛山所'])
  })
  it('finds those of other counties by name, the county’s own first', () => {
    expect(names('区局', null, false)).toEqual(['历下区局', '市中区局'])
    expect(names('七贤', null, false)).toEqual(['七贤所'])
  })
  it('shows at most forty where no county is asked for', () => {
    const many = Array.from({ length: 100 }, (_, n) => unit(`第${n}所`, HERE))
    const { shown, hidden } = unitsOffered(many, '', null)
    expect([shown.length, hidden]).toEqual([40, 60])
    expect(unitsOffered(many, '第99', null).shown).toHaveLength(1)
  })
})
