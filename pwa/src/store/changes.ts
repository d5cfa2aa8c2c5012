/** 包保变动: asked of the server each time, for others work on the same lists. */

import { api, Problem } from '@/api/client'
import type { Page, RegionRow } from '@/domain/wire'
import type * as wire from '@/domain/wire-changes'
import { asQuery, sendPhotos } from './remote'

const WHERE = '/api/v1/changes'
const post = <T>(path: string, json: unknown = {}) => api<T>(`${WHERE}/${path}`, { method: 'POST', json })

export const proposals = (state: 'open' | 'decided', cursor: string | null = null) =>
  api<Page<wire.Proposal>>(`${WHERE}/states?${asQuery({ state, cursor, limit: 30 })}`)
export const tellState = (id: string, order: { note: string; proof: string }) => post<wire.Proposal>(`states/${id}/tell`, order)
export const confirmState = (id: string, order: { note: string; proof: string }) => post<wire.Proposal>(`states/${id}/confirm`, order)
export const refuseState = (id: string, note: string) => post<wire.Proposal>(`states/${id}/refuse`, { note })

/** Its photos go first: what is told is told with its proof. */
export async function proposeState(order: wire.NewProposal): Promise<wire.Proposal> {
  await sendPhotos(order.photos, () => undefined)
  return post<wire.Proposal>('states', order)
}

export const vacancies = (cursor: string | null = null) => api<wire.VacancyPage>(`${WHERE}/vacancies?${asQuery({ cursor, limit: 30 })}`)
export const cadres = (q: string) => api<wire.CadreChoice[]>(`${WHERE}/cadres?${asQuery({ q })}`)
export const appoint = (entities: string[], cadre: string) => post<{ entities: number }>('appointments', { entity_ids: entities, cadre_id: cadre })
export const departures = () => api<wire.Departure[]>(`${WHERE}/departures`)
export const depart = (order: { id: string; cadre_id: string; on: string; reason: string; successor_id: string | null }) => post<wire.Departure>('departures', order)
export const stay = (id: string) => post<wire.Departure>(`departures/${id}/cancel`)
export const standIns = () => api<wire.StandIn[]>(`${WHERE}/stand-ins`)
export const standIn = (order: { id: string; absent_id: string; cadre_id: string; first: string; last: string; reason: string }) => post<wire.StandIn>('stand-ins', order)
export const endStandIn = (id: string) => post<wire.StandIn>(`stand-ins/${id}/end`)
export const transfers = () => api<wire.Transfer[]>(`${WHERE}/transfers`)
export const transfer = (order: { id: string; entity_id: string; to_region: string; to_address: string; reason: string }) => post<wire.Transfer>('transfers', order)
/** Where an entity may go: the divisions below one, or the counties of this city. */
export const transferPlaces = (parent?: string) => api<RegionRow[]>(`${WHERE}/places?${asQuery({ parent })}`)
export const acceptTransfer = (id: string, note: string) => post<wire.Transfer>(`transfers/${id}/accept`, { note })
export const refuseTransfer = (id: string, note: string) => post<wire.Transfer>(`transfers/${id}/refuse`, { note })
export const misfits = () => api<wire.Misfit[]>(`${WHERE}/misfits`)
export const historyOf = (entity: string) => api<wire.EntityHistory>(`${WHERE}/entities/${entity}`)
export const gradeOf = (entity: string) => api<wire.GradeShown>(`${WHERE}/entities/${entity}/grade`)
export const setGrade = (entity: string, order: { grade: wire.Grade; reason: string; approver: string }) => post<wire.GradeShown>(`entities/${entity}/grade`, order)

/** What the server says of a form, field by field or as a whole. */
export function wrongIn(error: unknown, fallback: string): string {
  if (error instanceof Problem && error.errors.length) return error.errors.map((one) => one.detail).join('；')
  return fallback
}
