/**
 * One visit on several checklists: the main one, and modules for a shop's other business types.
 *
 * Pure, and the same on the server: twin of `app/checklists/composing.py`, both held to
 * `tests/checklist_cases.yaml`. Reasons: `docs/decisions/0019-the-visit.md`.
 */

import { itemsOf, type ChecklistBody, type Item } from './checklist-format'
import type { ChecklistRef } from './wire'
import { BUSINESS_TYPE } from './words'

/** As many modules as the server takes with one visit. */
export const MOST_MODULES = 3

/** The versions a visit is filled in on, frozen when it begins. */
export interface Pins {
  checklist: ChecklistRef
  modules?: ChecklistRef[]
}

/** The main one first. */
export function pinsOf({ checklist, modules = [] }: Pins): ChecklistRef[] {
  return [checklist, ...modules]
}

/** The pins with each list in its newest version; null where none is newer. */
export function newerPins(draft: Pins, newest: readonly ChecklistRef[]): Pins | null {
  const newer = (pin: ChecklistRef): ChecklistRef => newest.find(({ id, version }) => id === pin.id && version > pin.version) ?? pin
  const pins = pinsOf(draft).map(newer)
  if (pinsOf(draft).every((pin, n) => pin === pins[n])) return null
  const [checklist = draft.checklist, ...modules] = pins.map(({ id, version }) => ({ id, version }))
  return modules.length ? { checklist, modules } : { checklist }
}

/**
 * The sections of all as one checklist, the first one's in version; a shared item is asked once.
 *
 * Shared is what has the same words, condition, tier and severity: it belongs to the first checklist
 * that asks it, whose basis and deadline count. What other items of a module depend on stays with them.
 */
export function composed(main: ChecklistBody, modules: readonly ChecklistBody[]): ChecklistBody {
  if (!modules.length) return main
  const codes = new Set(itemsOf(main).map((item) => item.code))
  const asked = new Set(itemsOf(main).map(question))
  const sections = [...main.sections]
  for (const module of modules) {
    const needed = leanedOn(module)
    for (const section of module.sections) {
      const items = section.items.filter((item) => !codes.has(item.code) && (needed.has(item.code) || !asked.has(question(item))))
      if (items.length) sections.push({ ...section, name: `${BUSINESS_TYPE[module.business_type] ?? ''}：${section.name}`, items })
    }
    for (const item of itemsOf(module)) {
      codes.add(item.code)
      asked.add(question(item))
    }
  }
  const parts = [main, ...modules]
  return {
    ...main,
    name: parts.map(({ name }) => name).join('、'),
    sections,
    laws: merged(parts.map(({ laws }) => laws)),
    pictures: merged(parts.map(({ pictures }) => pictures ?? {})),
  }
}

/** What the form is called where there is little room. */
export function shortName({ name }: Pick<ChecklistBody, 'name'>, pins: Pins): string {
  const many = pinsOf(pins).length
  return many > 1 ? `督导表（共 ${many} 张）` : name.replace('检查表', '表')
}

/** One the law holds graver, or that fewer are asked, is another question. */
function question({ text, type, when, tier, severity }: Item): string {
  return JSON.stringify([text, type, when ?? '', tier, severity])
}

function leanedOn(part: ChecklistBody): Set<string> {
  return new Set(
    itemsOf(part).flatMap((item) =>
      conditions(item).flatMap((one) => (one.match(/[A-Z]{4}-[A-Z][0-9]{2}/g) ?? []).filter((code) => code !== item.code)),
    ),
  )
}

function conditions(item: Item): string[] {
  const checks = item.type === 'text' ? [] : (item.checks ?? []).map(({ when }) => when)
  const shows = item.type === 'yes_no_na' ? item.children.map(({ show }) => (typeof show === 'object' && 'when' in show ? show.when : '')) : []
  return [item.when ?? '', ...checks, ...shows]
}

/** The first one's say counts. */
function merged<T>(all: readonly Record<string, T>[]): Record<string, T> {
  return Object.assign({}, ...[...all].reverse()) as Record<string, T>
}
