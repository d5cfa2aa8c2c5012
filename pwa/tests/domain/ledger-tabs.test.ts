import { expect, it } from 'vitest'

import { phoneTabs } from '@/domain/ledger-tabs'

it('lists on the phone what waits for whoever handles, and what is asked of the county', () => {
  const tabs = (role: 'station' | 'bureau' | 'office' | 'inspector', level: 'town' | 'county' | 'city') => phoneTabs({ role, level })
  expect(tabs('station', 'town')).toEqual(['all', 'open', 'mine', 'reviewing', 'overdue', 'listed'])
  expect(tabs('bureau', 'county')).toEqual(['all', 'open', 'mine', 'approve', 'reviewing', 'overdue', 'listed'])
  expect(tabs('office', 'county')).toEqual(tabs('bureau', 'county'))
  for (const role of ['office', 'inspector'] as const) expect(tabs(role, 'city')).toEqual(['all', 'open', 'reviewing', 'overdue', 'listed'])
})
