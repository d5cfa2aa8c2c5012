import { describe, expect, it } from 'vitest'

import { askOf, baseOf, filterOf, isNarrowed, noFilters, onTab, queryOf, toggled } from '@/domain/ledger-ask'

const TODAY = '2026-11-26'
const WHOLE = {
  tab: 'due_week', q: '冷藏', region: '370102000000', grade: 'A,B', business: 'catering', severity: 'minor,major',
  quarter: '2026Q4', unit: 'u1', state: 'assigned,rectifying', repeat: 'true', returned: 'true', listed: 'true', sort: 'found', view: 'v1', open: 'i1',
}

describe('the address of the ledger', () => {
  it('holds what a reminder leads to, spelled rightly', () => {
    const lead = askOf({ due_from: '2026-11-27', due_to: '2026-11-29', escalated: 'county' })
    expect(queryOf(lead)).toEqual({ due_from: '2026-11-27', due_to: '2026-11-29', escalated: 'county' })
    expect(isNarrowed(askOf({ due_from: 'tomorrow', escalated: 'village' }))).toBe(false)
  })

  it('says everything that is asked, and reads the same again', () => {
    expect(queryOf(askOf(WHOLE))).toEqual(WHOLE)
  })

  it('is empty for the list everybody begins with', () => {
    expect(queryOf(askOf({}))).toEqual({})
    expect(askOf({})).toEqual({ tab: 'open', filters: noFilters(), sort: 'deadline', view: '', open: '' })
  })

  it('begins 全部 with what was found last, and the rest with what is due first', () => {
    expect(askOf({ tab: 'all' }).sort).toBe('found')
    expect(queryOf(onTab(askOf({}), 'all'))).toEqual({ tab: 'all' })
    expect(onTab(askOf({ tab: 'all' }), 'open').sort).toBe('deadline')
    expect(queryOf(askOf({ tab: 'all', sort: 'deadline' }))).toEqual({ tab: 'all', sort: 'deadline' })
    expect(onTab(askOf({ sort: 'found' }), 'overdue').sort).toBe('found')
  })

  it('leaves out what is spelled wrongly instead of asking the server for it', () => {
    const ask = askOf({ tab: 'constructor', grade: 'A,Z', quarter: '2026Q5', repeat: 'yes', severity: ['minor'], sort: 'up' })
    expect(queryOf(ask)).toEqual({ grade: 'A' })
  })

  it('has each list in one order, so that the same list has one address', () => {
    expect(askOf({ grade: 'C,A' }).filters.grade).toBe('A,C')
    expect(toggled('C', 'A', ['A', 'B', 'C'])).toBe('A,C')
    expect(toggled('A,C', 'A', ['A', 'B', 'C'])).toBe('C')
  })
})

describe('what the server is asked', () => {
  it('is the filters together with the tab’s own demand', () => {
    expect(filterOf(askOf({ tab: 'overdue', grade: 'A', q: '冷' }), TODAY)).toEqual({ grade: 'A', q: '冷', overdue: true })
  })

  it('means Monday to Sunday by 本周, without what is late already', () => {
    const week = { state: 'open', overdue: 'false', due_from: '2026-11-23', due_to: '2026-11-29' }
    expect(filterOf(askOf({ tab: 'due_week' }), TODAY)).toEqual(week)
    expect(filterOf(askOf({ tab: 'due_week' }), '2026-11-29')).toEqual(week)
    expect(filterOf(askOf({ tab: 'due_week' }), '2026-11-30')['due_from']).toBe('2026-11-30')
  })

  it('counts all tabs by what they have in common', () => {
    expect(baseOf(askOf({ tab: 'overdue', region: '370102000000', open: 'i1' }))).toEqual({ region: '370102000000' })
  })

  it('counts and opens each tab without the state that was chosen in another', () => {
    const ask = askOf({ state: 'assigned', grade: 'A' })
    expect(baseOf(ask)).toEqual({ grade: 'A' })
    expect(filterOf(onTab(ask, 'overdue'), TODAY)).toEqual({ grade: 'A', overdue: true })
  })

  it('takes the severity from 重大问题 and not from a filter beside it', () => {
    const ask = onTab(askOf({ severity: 'minor' }), 'critical')
    expect(filterOf(ask, TODAY)).toEqual({ state: 'open', severity: 'critical' })
    expect(queryOf(ask)).toEqual({ tab: 'critical' })
    expect(askOf({ tab: 'critical', severity: 'minor' }).filters.severity).toBe('')
  })

  it('narrows 未销号 to some of its states, and leaves none to choose under 待复核', () => {
    expect(filterOf(askOf({ state: 'assigned' }), TODAY)).toEqual({ state: 'assigned' })
    expect(filterOf(askOf({ state: 'closed,assigned', tab: 'due_week' }), TODAY)['state']).toBe('assigned')
    expect(filterOf(askOf({ state: 'assigned', tab: 'reviewing' }), TODAY)).toEqual({ state: 'reviewing' })
    expect(filterOf(askOf({ state: 'closed,nonsense', tab: 'all' }), TODAY)).toEqual({ state: 'closed' })
    expect(filterOf(askOf({ state: 'assigned', tab: 'approve' }), TODAY)).toEqual({ state: 'assigned', approve: true })
  })

  it('leaves the filters of a saved view behind with it, and keeps one’s own', () => {
    expect(onTab(askOf({ grade: 'A', view: 'v1' }), 'all').filters).toEqual(noFilters())
    expect(onTab(askOf({ grade: 'A' }), 'all').filters.grade).toBe('A')
  })

  it('calls a list narrowed by any filter, but not by its tab or an open issue', () => {
    expect(isNarrowed(askOf({ q: '冷' }))).toBe(true)
    expect(isNarrowed(askOf({ tab: 'overdue', open: 'i1' }))).toBe(false)
  })
})
