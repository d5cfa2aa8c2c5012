/** The list of records in words: what it can be narrowed to, and what a visit came to. */

import type { InspectionRow } from './wire'
import { BUSINESS_TYPE, CONCLUSION, OUTCOME } from './words'

export const FILTERS = ['q', 'cadre', 'region', 'outcome', 'business_type', 'day_from', 'day_to'] as const
export type RecordFilterName = (typeof FILTERS)[number]
export type RecordFilter = Record<RecordFilterName, string>

/** What a visit found, or why it could not be made. */
export const OUTCOME_CHOICES = [
  ...['none', 'minor', 'major', 'critical'].map((value) => ({ value, name: CONCLUSION[value] ?? value })),
  ...Object.entries(OUTCOME).flatMap(([value, name]) => (value === 'done' ? [] : [{ value, name: `无法督导：${name}` }])),
]
export const BUSINESS_CHOICES = Object.entries(BUSINESS_TYPE).map(([value, name]) => ({ value, name }))

export function outcomeWords(row: Pick<InspectionRow, 'conclusion' | 'outcome' | 'issue_count'>): string {
  const found = CONCLUSION[row.conclusion] ?? row.conclusion
  const why = row.conclusion === 'not_done' ? OUTCOME[row.outcome] : ''
  return [why ? `${found}：${why}` : found, row.issue_count > 0 && `共 ${row.issue_count} 项`].filter(Boolean).join(' · ')
}

/** In the colour of the worst that was found. */
export function outcomeTone(row: Pick<InspectionRow, 'conclusion'>): string {
  if (row.conclusion === 'none') return 'ok'
  if (row.conclusion === 'not_done') return 'na'
  return row.conclusion === 'minor' ? 'warn' : 'bad'
}
