import { api, Unreachable } from '@/api/client'
import type { ChecklistBody } from '@/domain/checklist'
import { composed, MOST_MODULES, pinsOf, type Pins } from '@/domain/modules'
import { normaliseCode } from '@/domain/shortcode'
import type { LawsShown, Statutes } from '@/domain/laws'
import type {
  CalendarYear,
  ChecklistPin,
  ChecklistRef,
  Contacts,
  Day,
  EntityShown,
  FeedbackRow,
  IssueShown,
  UnitRow,
} from '@/domain/wire'
import { db, opened, openedAll, owner, sealed, written } from './db'
import { believed, today, type Meta } from './told'

export type { Meta } from './told'

export async function entities(): Promise<EntityShown[]> {
  return openedAll<EntityShown>(await db().entities.toArray())
}

export async function entity(id: string): Promise<EntityShown | null> {
  const row = await db().entities.get(id)
  return row ? opened<EntityShown>(row) : null
}

/** The enterprise a notice belongs to, by token or short code, from what is on the phone. */
export async function entityByNotice(code: string): Promise<EntityShown | null> {
  const short = normaliseCode(code)
  const known = await entities()
  return (
    known.find((one) => one.notices.some((notice) => notice.token === code || notice.short_code === short)) ?? null
  )
}

export async function issues(): Promise<IssueShown[]> {
  return asOfToday(await openedAll<IssueShown>(await db().issues.toArray()))
}

export async function issuesOf(entityId: string): Promise<IssueShown[]> {
  return asOfToday(await openedAll<IssueShown>(await db().issues.where('entityId').equals(entityId).toArray()))
}

export async function issue(id: string): Promise<IssueShown | null> {
  const row = await db().issues.get(id)
  return row ? ((await asOfToday([await opened<IssueShown>(row)]))[0] ?? null) : null
}

async function asOfToday(kept: IssueShown[]): Promise<IssueShown[]> {
  const [years, told] = await Promise.all([calendar(), meta()])
  return today(kept, told, years)
}

export async function feedback(): Promise<FeedbackRow[]> {
  const rows = await openedAll<FeedbackRow>(await db().feedback.toArray())
  return rows.sort((a, b) => b.at.localeCompare(a.at))
}

/** A frozen checklist version, from the phone or else the server; it never changes once read. */
export async function checklist(id: string, version: number, of = owner()): Promise<ChecklistBody> {
  const key = `${id}@${version}`
  const row = await db(of).checklists.get(key)
  if (row) return opened<ChecklistBody>(row, of)
  const body = await api<ChecklistBody>(`/api/v1/checklists/${id}/versions/${version}`)
  const box = await sealed(body, of)
  await written(() => db(of).checklists.put({ id: key, ...box }))
  return body
}

/** The list of shops comes before their forms, and the network may have ended between. */
const NOT_HERE_YET = '督导表还没下载到这部手机。请到有网络的地方打开督导通，下载好再开始'

/** The whole form of a visit: its checklist and the modules pinned beside it. */
export async function formOf(pins: Pins, of = owner()): Promise<ChecklistBody> {
  const lists = Promise.all(pinsOf(pins).map(({ id, version }) => checklist(id, version, of)))
  const [first, ...others] = await lists.catch((error: unknown) => {
    throw error instanceof Unreachable && !error.answered ? new Unreachable(NOT_HERE_YET, error) : error
  })
  return composed(first as ChecklistBody, others)
}

/** The modules for a shop's other business types. */
export async function modulesFor(who: Pick<EntityShown, 'business_type' | 'business_types' | 'region'>, main: ChecklistRef): Promise<ChecklistRef[]> {
  const others = [...new Set(who.business_types)].filter((one) => one !== who.business_type).sort()
  const found = await Promise.all(others.map((business_type) => checklistFor({ business_type, region: who.region })))
  return found.filter((one): one is ChecklistRef => one !== null && one.id !== main.id).slice(0, MOST_MODULES)
}

/** The newest version of each checklist in force on `day` that this phone has; nothing is fetched. */
export async function newestHere(day: Day): Promise<ChecklistRef[]> {
  const pins = ((await fact<ChecklistPin[]>('checklists')) ?? []).filter((pin) => isInForce(pin, day))
  const kept = new Set(await db().checklists.where('id').anyOf(pins.map((pin) => `${pin.id}@${pin.version}`)).primaryKeys())
  const here = pins.filter((pin) => kept.has(`${pin.id}@${pin.version}`)).sort((a, b) => b.version - a.version)
  return here.filter((pin, n) => here.findIndex((one) => one.id === pin.id) === n).map(({ id, version }) => ({ id, version }))
}

/** The newest version of a checklist in force on `day`. */
export async function latestChecklist(id: string, day = new Date().toISOString().slice(0, 10)): Promise<ChecklistRef | null> {
  const pins = (await fact<ChecklistPin[]>('checklists')) ?? []
  const inForce = pins
    .filter((pin) => pin.id === id && isInForce(pin, day))
    .sort((a, b) => b.version - a.version)[0]
  return inForce ? { id, version: inForce.version } : null
}

/**
 * The checklist an enterprise is visited with: that of its business type, or what its city or
 * county laid over it, the nearest one.
 */
export async function checklistFor(who: Pick<EntityShown, 'business_type' | 'region'>, day?: Day): Promise<ChecklistRef | null> {
  const at = day ?? new Date().toISOString().slice(0, 10)
  const pins = (await fact<ChecklistPin[]>('checklists')) ?? []
  const near = pins
    .filter((pin) => pin.region && pin.business_type === who.business_type && isInForce(pin, at))
    .filter((pin) => who.region.code.startsWith(divisionOf(pin.region)))
    .sort((a, b) => divisionOf(b.region).length - divisionOf(a.region).length || b.version - a.version)[0]
  return near ? { id: near.id, version: near.version } : latestChecklist(who.business_type, at)
}

/** What all codes within a division begin with: 370100 is 3701. */
function divisionOf(region: string | null | undefined): string {
  return (region ?? '').replace(/(00)+$/, '')
}

export async function calendar(): Promise<CalendarYear[]> {
  return (await fact<CalendarYear[]>('calendars')) ?? []
}

export function contacts(): Promise<Contacts | null> {
  return fact<Contacts>('contacts')
}

export async function units(): Promise<UnitRow[]> {
  return (await fact<UnitRow[]>('units')) ?? []
}

export async function meta(at = Date.now()): Promise<Meta | null> {
  return believed(await fact<Meta>('meta'), at)
}

export function cursor(of = owner()): Promise<string | null> {
  return fact<string>('cursor', of)
}

/** Fetches the checklists now in force that the phone lacks, so that a visit can start offline. */
export async function fetchChecklists(of = owner()): Promise<void> {
  const pins = (await fact<ChecklistPin[]>('checklists', of)) ?? []
  for (const pin of pins) await checklist(pin.id, pin.version, of)
  await fetchLaws(of)
}

/** The laws on record by their code; none before they were fetched, and a checklist then names its own. */
export async function statutes(): Promise<Statutes> {
  return (await fact<LawsShown>('laws'))?.laws ?? {}
}

async function fetchLaws(of: string): Promise<void> {
  const now = (await fact<Meta>('meta', of))?.settings.laws_digest
  if (!now || (await fact<LawsShown>('laws', of))?.digest === now) return
  const laws = await api<LawsShown>('/api/v1/checklists/laws')
  const box = await sealed(laws, of)
  await written(() => db(of).facts.put({ id: 'laws', ...box }))
}

/** Puts the newest state of an issue the server answered with. */
export async function putIssue(shown: IssueShown, of = owner()): Promise<void> {
  const box = await sealed(shown, of)
  await written(() => db(of).issues.put({ id: shown.id, entityId: shown.entity.id, ...box }))
}

function isInForce(pin: ChecklistPin, day: Day): boolean {
  return pin.valid_from <= day && (pin.valid_to === null || day <= pin.valid_to)
}

/** A single value the phone keeps. */
export async function fact<T>(id: string, of = owner()): Promise<T | null> {
  const row = await db(of).facts.get(id)
  return row ? opened<T>(row, of) : null
}
