/** How far the period has come, from the entities on this phone. */

import type { EntityShown } from '@/domain/wire'
import { daysBetween } from '@/domain/when'

/** Entities due within this many days are shown as 临期. */
export const SOON_DAYS = 7

export interface Task {
  entity: EntityShown
  due_by: string
  daysLeft: number
}

export interface Progress {
  total: number
  done: number
  soon: number
  later: number
  /** What remains, by deadline. */
  tasks: Task[]
}

export function isDone(entity: EntityShown, visitedHere: ReadonlySet<string>): boolean {
  return Boolean(entity.due?.done_at) || visitedHere.has(entity.id)
}

/** Counts the due visits of the period; a visit still waiting on this phone counts as done. */
export function progress(
  entities: readonly EntityShown[],
  visitedHere: ReadonlySet<string>,
  today: string,
): Progress {
  const due = entities.flatMap((entity) => (entity.due ? [{ entity, due: entity.due }] : []))
  const tasks = due
    .filter(({ entity }) => !isDone(entity, visitedHere))
    .map(({ entity, due: { due_by } }) => ({ entity, due_by, daysLeft: daysBetween(today, due_by) }))
    .sort((a, b) => a.due_by.localeCompare(b.due_by) || a.entity.name.localeCompare(b.entity.name, 'zh'))
  const soon = tasks.filter((task) => task.daysLeft <= SOON_DAYS).length
  return { total: due.length, done: due.length - tasks.length, soon, later: tasks.length - soon, tasks }
}
