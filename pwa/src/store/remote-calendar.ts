import { api } from '@/api/client'
import type { CalendarLook, NewCalendar, YearShown } from '@/domain/wire-calendar'

const PATH = '/api/v1/calendars'

export const remoteCalendars = () => api<YearShown[]>(PATH)
export const loadCalendar = (given: NewCalendar) => api<CalendarLook>(PATH, { method: 'POST', json: given })
