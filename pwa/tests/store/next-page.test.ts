import { expect, it } from 'vitest'

import { nextPage } from '@/store/last-user'

it('leads to the address asked for, its filters included', () => {
  expect(nextPage('/ledger?tab=overdue&grade=A&open=i1')).toBe('/ledger?tab=overdue&grade=A&open=i1')
})

it('leads nowhere outside this app, and not in a circle', () => {
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '/login?next=/x', '/password', undefined, ['/me']]) {
    expect(nextPage(bad)).toBeNull()
  }
})
