/** 包保变动 in words: what was found, how long there is, and what may be done. */

import type { Clock, EntityState, Proposal, Vacancy } from './wire-changes'
import { monthDay } from './when'
import { ENTITY_STATE } from './words'

export type ChangePart = 'states' | 'vacancies' | 'transfers' | 'departures' | 'stand-ins' | 'misfits'

/** Offices work all of them; 市场监管 tells of states and sees what is vacant. */
export const PARTS: { value: ChangePart; name: string; office: boolean }[] = [
  { value: 'states', name: '状态变动', office: false },
  { value: 'vacancies', name: '无人包保', office: false },
  { value: 'misfits', name: '层级待调整', office: false },
  { value: 'departures', name: '离任', office: true },
  { value: 'stand-ins', name: '代理', office: true },
  { value: 'transfers', name: '划转', office: true },
]

export const LEVEL: Record<string, string> = { city: '市级', county: '县级', town: '乡级', village: '村级' }
export const STATES: EntityState[] = ['suspended', 'dormant', 'deregistered', 'revoked', 'moved', 'not_found', 'duplicate', 'open']
const ORIGIN: Record<string, string> = { visit: '督导发现', station: '市场监管所告知', bureau: '市场监管局告知', office: '食药安办提出' }
const DECISION: Record<string, string> = { confirmed: '已确认', refused: '未同意', lapsed: '已作废' }

export const stateName = (state: string): string => (state === 'open' ? '恢复在营' : (ENTITY_STATE[state] ?? state))
export const originName = (origin: string): string => ORIGIN[origin] ?? origin

/** How much of a term is left, or by how much it is overrun. */
export function clockWords(clock: Clock): string {
  if (clock.late) return `已超 ${clock.days - clock.within} 个工作日`
  return clock.running ? `还剩 ${clock.within - clock.days} 个工作日` : `用了 ${clock.days} 个工作日`
}

/** What a proposal waits for, and how red it is. */
export function proposalTag(one: Proposal): { name: string; tone: string } {
  if (one.decision) return { name: DECISION[one.decision] ?? one.decision, tone: one.decision === 'confirmed' ? 'ok' : 'na' }
  const clock = one.adjust_clock ?? one.tell_clock
  const waits = one.adjust_clock ? '待确认' : '待核实'
  return { name: clock.late ? `${waits} · 超期` : waits, tone: clock.late ? 'bad' : 'warn' }
}

/** The two terms, each with who has to keep it. */
export function clockLines(one: Proposal): { name: string; said: string; late: boolean }[] {
  const lines = [{ name: '市场监管告知（15 个工作日）', said: clockWords(one.tell_clock), late: one.tell_clock.late }]
  if (one.adjust_clock) lines.push({ name: '食药安办调整（7 个工作日）', said: clockWords(one.adjust_clock), late: one.adjust_clock.late })
  return lines
}

export function vacantWords(one: Vacancy): string {
  const since = `${monthDay(one.since)}起`
  if (one.why === 'never') return `${since}还没有指定包保干部`
  return one.why === 'disabled' ? `${since}，${one.before}的账号已停用` : `${since}，原由${one.before}包保`
}
