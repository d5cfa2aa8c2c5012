/** What the register knows already and the form need not ask twice. */

import { STAGES, type Child, type ChildValue, type Item } from './checklist'
import { isBlank } from './checklist-children'
import type { Prefill } from './checklist-format'
import type { EntityShown } from './wire'

type Registered = Pick<EntityShown, 'licence_no' | 'licence_valid_to' | 'name' | 'uscc' | 'address'>

/** The questions under an item with the register's values where nothing was filled in yet. */
export function prefilled(
  item: Item,
  given: Record<string, ChildValue> | undefined,
  entity: (Registered & Pick<EntityShown, 'profile'>) | null,
): Record<string, ChildValue> {
  const values = { ...given }
  if (item.type !== 'yes_no_na' || !entity) return values
  for (const child of item.children) {
    const known = 'prefill' in child ? registered(child.prefill, entity) : boundStage(child, entity)
    if (known && isBlank(values[child.code])) values[child.code] = known
  }
  return values
}

/** 环节 as registered, for a question whose answer decides which items are asked; null for any other. */
export function boundStage(child: Child, { profile }: Pick<EntityShown, 'profile'>): string | null {
  if (child.type !== 'choice' || !child.binds) return null
  return Object.keys(STAGES).find((word) => STAGES[word] === profile.stage) ?? null
}

/** What the register says under a name of the format. */
export function registered(name: Prefill | 'entity.license_valid_to' | null, entity: Registered): string | null {
  switch (name) {
    case 'entity.license_no':
      return entity.licence_no
    case 'entity.license_valid_to':
      return entity.licence_valid_to
    case 'entity.name':
      return entity.name
    case 'entity.uscc':
      return entity.uscc
    case 'entity.address':
      return entity.address
    case null:
      return null
  }
}
