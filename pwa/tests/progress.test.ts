import { describe, expect, it } from 'vitest'

import { byDue, progress } from '@/domain/progress'
import type { EntityShown } from '@/domain/wire'

const TODAY = '2026-11-23'

function entity(id: string, dueBy: string | null, doneAt: string | null = null): EntityShown {
  return {
    id,
    name: `店${id}`,
    due: dueBy && { period: '2026Q4', due_by: dueBy, done_at: doneAt, inspection_id: null },
  } as EntityShown
}

it('an enterprise that is not due stands after those that are', () => {
  expect([entity('none', null), entity('due', '2026-12-31')].sort(byDue).map((one) => one.id)).toEqual(['due', 'none'])
})

describe('the progress of the period', () => {
  it('counts only entities that are due', () => {
    expect(progress([entity('a', null), entity('b', '2026-12-31')], new Set(), TODAY)).toMatchObject({ total: 1, done: 0 })
  })

  it('parts what is left at seven days, overdue visits included', () => {
    const due = ['2026-11-20', '2026-11-30', '2026-12-01'].map((day, i) => entity(String(i), day))
    expect(progress(due, new Set(), TODAY)).toMatchObject({ total: 3, soon: 2, later: 1 })
  })

  it('orders what is left by deadline', () => {
    const due = [entity('late', '2026-12-31'), entity('early', '2026-11-27')]
    expect(progress(due, new Set(), TODAY).tasks.map((task) => task.entity.id)).toEqual(['early', 'late'])
  })

  it('keeps the shops of a chain together within a deadline', () => {
    const due = ['泉边面馆（二店）', '好邻居便利店', '泉边面馆（一店）'].map((name) => ({ ...entity(name, '2026-12-31'), name }))
    const order = progress(due, new Set(), TODAY).tasks.map((task) => task.entity.name)
    expect(order).toEqual(['好邻居便利店', '泉边面馆（一店）', '泉边面馆（二店）'])
  })

  it('counts a visit that still waits on this phone as done', () => {
    const due = [entity('a', '2026-11-27'), entity('b', '2026-11-27', '2026-11-01T00:00:00Z')]
    expect(progress(due, new Set(['a']), TODAY)).toMatchObject({ total: 2, done: 2, tasks: [] })
  })
})
