import { api, SignInNeeded, Unreachable } from '@/api/client'
import { upload } from '@/api/media'
import { uuid7 } from '@/domain/ids'
import type {
  AccountRow,
  AuditRow,
  ChecklistRow,
  EntityRow,
  EntityShown,
  InspectionRow,
  InspectionShown,
  IssueCounts,
  IssueRow,
  IssueShown,
  LinkShown,
  MoveGiven,
  MoveOrder,
  NoticeIssued,
  NoticeShown,
  Page,
  RegionRow,
  Sha256,
  UnitRow,
} from '@/domain/wire'
import type { KeptRow, KeptShown, KeptState, WatchedRow } from '@/domain/wire-kept'
import { db, opened, sealed } from './db'
import { localBytes, markSent } from './photos'

/** What the server said, or, where it could not be reached, what it said last. */
export interface Remote<T> {
  data: T
  from: 'network' | 'cache'
  at: string
}

export type Filter = Record<string, string | number | boolean | null | undefined>

const pages = 'limit=30'

export const remoteIssues = (filter: Filter, cursor?: string | null) =>
  read<Page<IssueRow>>(`/api/v1/issues?${query(filter, cursor)}`)
export const remoteCounts = (filter: Filter = {}) => read<IssueCounts>(`/api/v1/issues/counts?${query(filter)}`)
export const remoteIssue = (id: string) => read<IssueShown>(`/api/v1/issues/${id}`)
export const remoteEntities = (filter: Filter, cursor?: string | null) =>
  read<Page<EntityRow>>(`/api/v1/entities?${query(filter, cursor)}`)
export const remoteEntity = (id: string) => read<EntityShown>(`/api/v1/entities/${id}`)
export const remoteInspections = (filter: Filter, cursor?: string | null) =>
  read<Page<InspectionRow>>(`/api/v1/inspections?${query(filter, cursor)}`)
export const remoteInspection = (id: string) => read<InspectionShown>(`/api/v1/inspections/${id}`)
export const remoteNotice = (code: string) => read<NoticeShown>(`/api/v1/notices/${encodeURIComponent(code)}`)
export const remoteUnits = (kind?: string, region?: string) =>
  read<UnitRow[]>(`/api/v1/units?${query({ kind, region })}`)
export const remoteRegions = (parent?: string) => read<RegionRow[]>(`/api/v1/regions?${query({ parent })}`)
export const remoteAccounts = (q: string, cursor?: string | null) =>
  read<Page<AccountRow>>(`/api/v1/accounts?${query({ q }, cursor)}`)
export const remoteChecklists = () => read<ChecklistRow[]>('/api/v1/checklists')
export const remoteAudit = (cursor?: string | null) => read<Page<AuditRow>>(`/api/v1/audit?${query({}, cursor)}`)

/** 未送达, as an office sees it and decides on it. */
export const remoteKept = (state: KeptState, cursor?: string | null) =>
  read<Page<KeptRow>>(`/api/v1/quarantine?${query({ state }, cursor ?? null)}`)
export const remoteKeptOne = (id: string) => read<KeptShown>(`/api/v1/quarantine/${id}`)
export const deliverKept = (id: string) => write<KeptShown>(`/api/v1/quarantine/${id}/deliver`)
export const declineKept = (id: string, note: string) => write<KeptShown>(`/api/v1/quarantine/${id}/decline`, { note })
/** The same for administrators: who and when. */
export const remoteWatched = (state: KeptState, cursor?: string | null) =>
  read<Page<WatchedRow>>(`/api/v1/quarantine/watched?${query({ state }, cursor ?? null)}`)

export const resetPassword = (id: string) =>
  write<{ temporary_password: string }>(`/api/v1/accounts/${id}/reset-password`)
export const setAccount = (id: string, what: 'disable' | 'enable' | 'unlock') =>
  write<AccountRow>(`/api/v1/accounts/${id}/${what}`)
export const remoteLink = (id: string) => write<LinkShown>(`/api/v1/issues/${id}/link`)
export const revokeLink = (id: string) => api<void>(`/api/v1/issues/${id}/link`, { method: 'DELETE' })
export const issueNotice = (entityId: string) => write<NoticeIssued>(`/api/v1/entities/${entityId}/notices`)

/** An order for a move on what the person sees now; made once, so that sending it twice is one move. */
export function newMove(issue: { version: number }, given: MoveGiven, at = new Date()): MoveOrder {
  return { ...given, id: uuid7(at.getTime()), seen_version: issue.version, device_at: at.toISOString() }
}

/** Makes a move now. Its photos go first: the person waits, and the evidence is judged with the move. */
export async function remoteMove(
  issueId: string,
  order: MoveOrder,
  onProgress: (sent: number, total: number) => void = () => undefined,
): Promise<IssueShown> {
  await sendPhotos(order.photos ?? [], onProgress)
  const shown = await write<IssueShown>(`/api/v1/issues/${issueId}/moves`, order)
  await cache(`/api/v1/issues/${issueId}`, shown)
  return shown
}

export async function sendPhotos(shas: Sha256[], onProgress: (sent: number, total: number) => void): Promise<void> {
  for (const [n, sha] of shas.entries()) {
    onProgress(n, shas.length)
    const bytes = await localBytes(sha)
    if (!bytes) continue
    await upload(sha, bytes, 'account')
    await markSent(sha)
  }
  onProgress(shas.length, shas.length)
}

export async function read<T>(path: string): Promise<Remote<T>> {
  try {
    const data = await api<T>(path, { timeoutMs: 12_000 })
    return { data, from: 'network', at: await cache(path, data) }
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof SignInNeeded)) throw error
    const row = await db().remote.get(await placeOf(path))
    if (!row) throw error
    return { data: await opened<T>(row), from: 'cache', at: row.at }
  }
}

function write<T>(path: string, json?: unknown): Promise<T> {
  return api<T>(path, { method: 'POST', json: json ?? {} })
}

async function cache(path: string, data: unknown): Promise<string> {
  const at = new Date().toISOString()
  const row = { id: await placeOf(path), at, ...(await sealed(data)) }
  // A full phone must not hide an answer that did arrive.
  await db().remote.put(row).catch(() => undefined)
  return at
}

/** Searches name people and firms: the key of a cached answer is a hash, not the path. */
async function placeOf(path: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(path))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

/** Filters as an address has them. */
export function asQuery(filter: Filter): string {
  return query(filter)
}

function query(filter: Filter, cursor?: string | null): string {
  const asked = new URLSearchParams(cursor === undefined ? '' : pages)
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) asked.set(name, String(value))
  }
  if (cursor) asked.set('cursor', cursor)
  return asked.toString()
}
