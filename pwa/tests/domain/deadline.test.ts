import { describe, expect, it } from 'vitest'
import { daysLeft, dueDate, isWorkday } from '@/domain/deadline'
import type { CalendarYear } from '@/domain/wire'

const calendar: CalendarYear[] = [
  {
    year: 2026,
    holidays: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
    workdays: ['2026-09-20', '2026-10-10'],
  },
]

describe('the deadline the phone foresees', () => {
  it('counts working days from the next day', () => {
    const due = dueDate('2026-11-23T02:30:00Z', { value: 5, unit: 'workday' }, calendar)
    expect(due).toEqual({ date: '2026-11-30', provisional: false, workdays: 5 })
  })

  it('begins with the Shanghai date, not the one of UTC', () => {
    const due = dueDate('2026-11-22T17:00:00Z', { value: 1, unit: 'workday' }, calendar)
    expect(due.date).toBe('2026-11-24')
  })

  it('skips the holidays and works the Saturday in lieu', () => {
    expect(dueDate('2026-09-30T02:00:00Z', { value: 3, unit: 'workday' }, calendar).date).toBe('2026-10-10')
  })

  it('runs calendar days through holidays', () => {
    expect(dueDate('2026-09-30T02:00:00Z', { value: 7, unit: 'calendar_day' }, calendar).date).toBe('2026-10-07')
  })

  it('is today when it is immediate', () => {
    expect(dueDate('2026-11-23T02:30:00Z', { value: 0, unit: 'immediate' }, calendar).date).toBe('2026-11-23')
  })

  it('passes midnight by hours', () => {
    expect(dueDate('2026-11-23T10:00:00Z', { value: 8, unit: 'hour' }, calendar).date).toBe('2026-11-24')
  })

  it('is provisional in a year whose holidays are not published', () => {
    const due = dueDate('2026-12-30T02:00:00Z', { value: 3, unit: 'workday' }, calendar)
    expect(due).toMatchObject({ date: '2027-01-05', provisional: true })
  })
})

it('a working day is one by the calendar, not by the week alone', () => {
  expect(isWorkday('2026-10-10', calendar)).toBe(true)
  expect(isWorkday('2026-10-07', calendar)).toBe(false)
  expect(isWorkday('2026-11-22', calendar)).toBe(false)
  expect(isWorkday('2026-11-23', calendar)).toBe(true)
})

it.each([
  ['2026-11-30', '2026-11-23', 5],
  ['2026-11-23', '2026-11-23', 0],
  ['2026-11-22', '2026-11-21', 1],
  ['2026-11-20', '2026-11-23', -3],
  ['2026-11-20', '2026-11-21', -1],
  ['2026-11-20', '2026-11-25', -5],
])('until %s, seen on %s, there are %i: working days to come, calendar days gone by', (deadline, today, left) => {
  expect(daysLeft(deadline, today, calendar)).toBe(left)
})
