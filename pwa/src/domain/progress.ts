/** How far the period has come, from the entities on this phone. */

import type { EntityShown } from '@/domain/wire'
import { inOrder } from '@/domain/order'
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

/** By deadline, then by name, so that a chain's shops stay together; what is not due comes last. */
export function byDue(a: EntityShown, b: EntityShown): number {
  return inOrder(a.due?.due_by ?? '9', b.due?.due_by ?? '9') || inOrder(a.name, b.name)
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
    .sort((a, b) => byDue(a.entity, b.entity))
  const soon = tasks.filter((task) => task.daysLeft <= SOON_DAYS).length
  return { total: due.length, done: due.length - tasks.length, soon, later: tasks.length - soon, tasks }
}
