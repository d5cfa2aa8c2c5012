/** 频次规则 in words, and the days on which one may begin or end. */

import { monthDay } from './when'
import type { Cycle, Effect, QuarterPart, Rule } from './wire-periods'
import { BUSINESS_TYPE } from './words'

const MONTHS: Record<Cycle, number> = { quarter: 3, half: 6, year: 12 }
export const CYCLES: { value: Cycle; name: string }[] = [
  { value: 'quarter', name: '每季度' },
  { value: 'half', name: '每半年' },
  { value: 'year', name: '每年' },
]

export const often = (rule: { period: Cycle; times: number }): string => `${CYCLES.find((one) => one.value === rule.period)?.name ?? ''} ${rule.times} 次`

/** Whom a rule is for; the two A–D scales are each said by name. */
export function whom(rule: Pick<Rule, 'grade' | 'business_type' | 'risk_level'>): string {
  const told = [
    rule.grade && `包保 ${rule.grade} 级`,
    rule.business_type && BUSINESS_TYPE[rule.business_type],
    rule.risk_level && `风险 ${rule.risk_level} 级`,
  ].filter(Boolean)
  return told.join(' · ') || '全部主体'
}

export function standing(rule: Pick<Rule, 'valid_from' | 'valid_to'>, today: string): { name: string; tone: string } {
  if (rule.valid_to && rule.valid_to < rule.valid_from) return { name: '已撤销', tone: 'na' }
  if (rule.valid_to && rule.valid_to < today) return { name: '已结束', tone: 'na' }
  return rule.valid_from > today ? { name: '未开始', tone: 'acc' } : { name: '执行中', tone: 'ok' }
}

export function termOf(rule: Pick<Rule, 'valid_from' | 'valid_to'>): string {
  if (!rule.valid_to) return `${yearDay(rule.valid_from)}起`
  return rule.valid_to < rule.valid_from ? `原定${yearDay(rule.valid_from)}起，没有执行` : `${yearDay(rule.valid_from)}至${yearDay(rule.valid_to)}`
}

/** First days of cycles to choose from; the running one only while its first quarter runs. */
export function beginnings(cycle: Cycle, today: string, many = 4): { value: string; name: string }[] {
  const running = firstOf(cycle, today)
  const fresh = running === firstOf('quarter', today)
  const first = fresh ? running : shifted(running, MONTHS[cycle])
  return Array.from({ length: many }, (_, n) => shifted(first, n * MONTHS[cycle])).map((value) => ({ value, name: cycleName(cycle, value) + (value === running ? '（已开始，补派）' : '') }))
}

/** Last days a rule may be given: of the cycles to come, or none where it has not begun. */
export function endings(rule: Rule, today: string, many = 4): { value: string; name: string }[] {
  const begun = rule.valid_from <= today
  const first = begun ? firstOf(rule.period, today) : rule.valid_from
  const months = MONTHS[rule.period]
  const ends = Array.from({ length: many }, (_, n) => ({
    value: before(shifted(first, (n + 1) * months)),
    name: `做完${cycleName(rule.period, shifted(first, n * months))}`,
  }))
  return begun ? ends : [{ value: before(rule.valid_from), name: '撤销，一次也不执行' }, ...ends]
}

/** What a change comes to, in one sentence. */
export function effectWords(effect: Effect): string {
  const span = `${yearDay(effect.first)}至${monthDay(effect.last)}`
  const more = effect.then - effect.now
  if (!more) return `${span}，应督导仍是 ${effect.now} 次，没有变化。`
  return `${span}，应督导由 ${effect.now} 次变为 ${effect.then} 次，${more > 0 ? '多' : '少'} ${Math.abs(more)} 次。`
}

/** Nothing owed is no rate, neither nought nor all. */
export const rateOf = (part: QuarterPart): string => (part.owed ? `${((100 * part.done) / part.owed).toFixed(1)}%` : '—')

export const yearDay = (day: string): string => `${day.slice(0, 4)}年${monthDay(day)}`

function cycleName(cycle: Cycle, first: string): string {
  const month = Number(first.slice(5, 7))
  const part = cycle === 'year' ? '全年' : cycle === 'half' ? (month === 1 ? '上半年' : '下半年') : `第${'一二三四'.charAt((month - 1) / 3)}季度`
  return `${first.slice(0, 4)}年${part}`
}

function firstOf(cycle: Cycle, day: string): string {
  const months = MONTHS[cycle]
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1
  return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`
}

function shifted(first: string, months: number): string {
  const count = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`
}

function before(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
