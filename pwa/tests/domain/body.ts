/** A checklist body from its YAML file, with what the format leaves unsaid filled in as the server does. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import type { ChecklistBody, Child, Column, Item } from '@/domain/checklist'

// vitest runs in pwa/; the checklists and the cases lie beside it.
const ROOT = resolve(process.cwd(), '..')

const ITEM = {
  type: 'yes_no_na',
  when: null,
  source: null,
  on_fail: [],
  needs_professional: false,
  optional: false,
}
const JUDGED = { photo_on_fail: null, checks: [] }
const YES_NO = { allow_na: true, children: [] }
const CHILD = { show: 'always', optional: false }
const BY_TYPE = {
  text: { max_length: 200, format: null, prefill: null, pii: false },
  number: { min: null, max: null, unit: null, whole: false, binds: null, rules: [] },
  date: { max: null, prefill: null, rules: [] },
  choice: { multiple: false, binds: null, rules: [] },
  photo: { max_count: 3 },
  signature: {},
  barcode: { max_length: 60 },
  group: { min_rows: 1, max_rows: 10 },
  issue_review: {},
} satisfies Record<Child['type'], object>
const COLUMN = { optional: false }

export function readYaml(path: string): unknown {
  return parse(readFileSync(resolve(ROOT, path), 'utf8'))
}

const read = new Map<string, ChecklistBody>()

export function checklistBody(id: string): ChecklistBody {
  const known = read.get(id) ?? bodyFrom(id)
  read.set(id, known)
  return known
}

function bodyFrom(id: string): ChecklistBody {
  return whole(readYaml(`checklists/${id}/v1.yaml`) as ChecklistBody)
}

/** A checklist with everything its author left unsaid. */
export function whole(body: ChecklistBody): ChecklistBody {
  const sections = body.sections.map((section) => {
    return { ...section, items: section.items.map(filled) }
  })
  return { ...body, sections }
}

/** An item with everything its author left unsaid. */
export function filled(item: Item): Item {
  const whole = { ...ITEM, ...item } as Item
  if (whole.type === 'text') return whole
  if (whole.type !== 'yes_no_na') return withColumns({ ...JUDGED, ...BY_TYPE[whole.type], ...whole }) as Item
  const children = (whole.children ?? []).map((child) => withColumns({ ...CHILD, ...BY_TYPE[child.type], ...child }))
  return { ...JUDGED, ...YES_NO, ...whole, children: children as Child[] }
}

function withColumns<T extends object>(asked: T): T {
  if (!('columns' in asked) || !Array.isArray(asked.columns)) return asked
  const columns = (asked.columns as Column[]).map((column) => ({ ...COLUMN, ...BY_TYPE[column.type], ...column }))
  return { ...asked, columns }
}
