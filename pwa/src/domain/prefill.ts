/** What the register knows already and the form need not ask twice. */

import type { ChildValue, Item } from './checklist'
import { isBlank } from './checklist-children'
import type { EntityShown } from './wire'

/** The questions under an item with the register's values where nothing was filled in yet. */
export function prefilled(
  item: Item,
  given: Record<string, ChildValue> | undefined,
  entity: Pick<EntityShown, 'licence_no' | 'licence_valid_to'> | null,
): Record<string, ChildValue> {
  const values = { ...given }
  if (item.type !== 'yes_no_na' || !entity) return values
  for (const child of item.children) {
    const known = 'prefill' in child ? registered(child.prefill, entity) : null
    if (known && isBlank(values[child.code])) values[child.code] = known
  }
  return values
}

function registered(
  name: 'entity.license_no' | 'entity.license_valid_to' | null,
  entity: Pick<EntityShown, 'licence_no' | 'licence_valid_to'>,
): string | null {
  if (name === 'entity.license_no') return entity.licence_no
  return name === 'entity.license_valid_to' ? entity.licence_valid_to : null
}
