/** Cadres' duties: asked of the server each time, for the matching reads them there. */

import { api } from '@/api/client'
import type { Duty, DutyOrder } from '@/domain/wire-duty'

export const dutyOf = (cadre: string) => api<Duty>(`/api/v1/cadres/${cadre}/duty`)
export const setDuty = (cadre: string, order: DutyOrder) => api<Duty>(`/api/v1/cadres/${cadre}/duty`, { method: 'PUT', json: order })
