/** 频次规则 and frozen quarters: asked of the server each time. */

import { api } from '@/api/client'
import type { Effect, Frozen, NewRule, Quarter, Rule } from '@/domain/wire-periods'
import { asQuery } from './remote'

const RULES = '/api/v1/frequency-rules'
/** A city's enterprises are counted anew for each look. */
const LOOK_MS = 60_000

export const rules = () => api<Rule[]>(RULES)
export const lookAtRule = (rule: NewRule) => api<Effect>(`${RULES}/preview`, { method: 'POST', json: rule, timeoutMs: LOOK_MS })
export const addRule = (rule: NewRule) => api<Rule>(RULES, { method: 'POST', json: rule })
export const lookAtEnd = (id: string, valid_to: string) => api<Effect>(`${RULES}/${id}/end/preview`, { method: 'POST', json: { valid_to }, timeoutMs: LOOK_MS })
export const endRule = (id: string, valid_to: string) => api<Rule>(`${RULES}/${id}/end`, { method: 'POST', json: { valid_to } })
export const frozenQuarters = () => api<Frozen[]>('/api/v1/quarters')
export const frozenQuarter = (period: string, region: string) => api<Quarter>(`/api/v1/quarters/${period}?${asQuery({ region })}`, { timeoutMs: LOOK_MS })
