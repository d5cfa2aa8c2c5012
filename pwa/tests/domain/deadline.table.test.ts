import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { dueDate } from '@/domain/deadline'
import { readYaml } from './body'

// The phone and the ledger count one calendar: both are held to the same hand-counted table.
const SOURCE = readFileSync(resolve(process.cwd(), '../tests/ledger/test_deadlines.py'), 'utf8')
const DAY_MS = 86_400_000

interface CalendarFile {
  year: number
  holidays: { from: string; to: string }[]
  workdays: string[]
}

function days(from: string, to: string): string[] {
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS
  return Array.from({ length: count + 1 }, (_, n) => new Date(Date.parse(from) + n * DAY_MS).toISOString().slice(0, 10))
}

const file = readYaml('checklists/calendar/2026.yaml') as CalendarFile
const calendar = [{ year: file.year, holidays: file.holidays.flatMap(({ from, to }) => days(from, to)), workdays: file.workdays }]

const full = (day: string): string => (day.length > 5 ? day : `2026-${day}`)
function table(name: string): [string, number, string][] {
  const rows = SOURCE.split(`\n${name} = [`)[1]?.split('\n]')[0] ?? ''
  return [...rows.matchAll(/\("([\d-]+)", (\d+), "([\d-]+)"\)/g)].map(([, found = '', n = '', until = '']) => [full(found), Number(n), full(until)])
}

describe('the deadline on the phone is the ledger’s', () => {
  const published = table('WORKDAYS')
  const provisional = table('PROVISIONAL')

  it('has the ledger’s table to go by', () => {
    expect([published.length, provisional.length].map((n) => n > 5)).toEqual([true, true])
  })

  it.each(published)('found on %s, %i working days, due on %s', (found, value, until) => {
    const due = dueDate(`${found}T02:00:00Z`, { value, unit: 'workday' }, calendar)
    expect(due).toMatchObject({ date: until, provisional: false })
  })

  it.each(provisional)('found on %s, %i working days, provisionally due on %s', (found, value, until) => {
    const due = dueDate(`${found}T02:00:00Z`, { value, unit: 'workday' }, calendar)
    expect(due).toMatchObject({ date: until, provisional: true })
  })

  it('takes the Shanghai date of a late evening', () => {
    expect(dueDate('2026-11-23T17:00:00Z', { value: 1, unit: 'workday' }, calendar).date).toBe('2026-11-25')
  })

  it('runs calendar days through the holidays', () => {
    expect(dueDate('2026-09-30T02:00:00Z', { value: 7, unit: 'calendar_day' }, calendar).date).toBe('2026-10-07')
  })
})
