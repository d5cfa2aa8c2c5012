import { describe, expect, it } from 'vitest'

import { askOf } from '@/domain/ledger-ask'
import { askOfView, isAsSaved, savedQuery } from '@/domain/saved-view'

const TODAY = '2026-11-26'
const NEXT_YEAR = '2027-03-03'

describe('a saved view', () => {
  it.each([
    {},
    { tab: 'mine', grade: 'A,B' },
    { tab: 'overdue', region: '370102000000', sort: 'found' },
    { tab: 'due_week', business: 'catering' },
    { tab: 'critical', q: '冷藏' },
    { due_from: '2026-12-01', due_to: '2026-12-31' },
    { tab: 'reviewing', severity: 'minor,major' },
    { state: 'assigned,rectifying', unit: 'u1' },
    { tab: 'all', state: 'assigned,closed' },
    { tab: 'approve' },
    { tab: 'overdue', state: 'rectifying' },
    { tab: 'critical', state: 'rectifying' },
    { tab: 'all', quarter: '2026Q4', repeat: 'true' },
  ])('shows again what was saved: %o', (query) => {
    const ask = askOf(query)
    const view = { id: 'v1', query: savedQuery(ask, TODAY) }
    expect(askOfView(view)).toEqual({ ...ask, view: 'v1' })
    expect(isAsSaved(askOfView(view), view)).toBe(true)
  })

  it('is as saved on whichever tab says the same', () => {
    const ask = askOf({ tab: 'all', state: 'assigned' })
    const view = { id: 'v1', query: savedQuery(ask, TODAY) }
    expect(askOfView(view).tab).toBe('open')
    expect(isAsSaved({ ...ask, view: 'v1' }, view)).toBe(true)
  })

  it('means the week it is opened in by 本周', () => {
    const view = { id: 'v1', query: savedQuery(askOf({ tab: 'due_week' }), TODAY) }
    expect(savedQuery(askOfView(view), NEXT_YEAR)['due_from']).toBe('2027-03-01')
  })

  it('keeps only words the server has for filters, and never the issue that lies open', () => {
    const query = savedQuery(askOf({ tab: 'critical', q: '冷', open: 'i1', view: 'v0' }), TODAY)
    expect(query).toEqual({ q: '冷', state: 'open', severity: 'critical', sort: 'deadline' })
  })

  it('is changed by another filter, not by opening an issue', () => {
    const view = { id: 'v1', query: savedQuery(askOf({ tab: 'overdue' }), TODAY) }
    const shown = askOfView(view)
    expect(isAsSaved({ ...shown, open: 'i1' }, view)).toBe(true)
    expect(isAsSaved({ ...shown, filters: { ...shown.filters, q: '冷' } }, view)).toBe(false)
  })
})
