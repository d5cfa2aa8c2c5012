/** What a condition is made of, and whether it holds for an entity and a visit; twin of `app/checklists/conditions.py`. */
import type { Value } from './checklist-answers'
import { has, type Profile, type Word } from './profile'

export type Order = '==' | '!=' | '<' | '<=' | '>' | '>='

/** What was answered further up: 是, 否, 不适用 by item, values by question. */
export interface Said {
  readonly answers: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, Value>>
}

export const NOTHING: Said = { answers: {}, values: {} }

export type Expr =
  | { is: 'constant'; value: boolean }
  | { is: 'flag'; name: string }
  | { is: 'compare'; word: Word; values: string[]; negated: boolean }
  | { is: 'answered' | 'filled'; code: string; values: string[]; negated: boolean }
  | { is: 'measured'; code: string; order: Order; number: number }
  | { is: 'not'; of: Expr }
  | { is: 'both' | 'either'; left: Expr; right: Expr }

/** Whether the condition is true; what is unknown or unanswered equals nothing. */
export function holds(expr: Expr, entity: Profile, said: Said = NOTHING): boolean {
  switch (expr.is) {
    case 'constant':
      return expr.value
    case 'flag':
      return has(entity, expr.name)
    case 'compare': {
      const word = entity[expr.word]
      return (word !== null && expr.values.includes(word)) !== expr.negated
    }
    case 'answered': {
      const given = said.answers[expr.code]
      return (given !== undefined && expr.values.includes(given)) !== expr.negated
    }
    case 'filled':
      return wordsIn(said.values[expr.code]).some((word) => expr.values.includes(word)) !== expr.negated
    case 'measured':
      return stands(said.values[expr.code], expr.order, expr.number)
    case 'not':
      return !holds(expr.of, entity, said)
    case 'both':
      return holds(expr.left, entity, said) && holds(expr.right, entity, said)
    case 'either':
      return holds(expr.left, entity, said) || holds(expr.right, entity, said)
  }
}

/** The words or choices a value holds; a number or a table holds none. */
export function wordsIn(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'string' ? [value] : []
}

function stands(value: Value | undefined, order: Order, number: number): boolean {
  if (typeof value !== 'number') return order === '!='
  switch (order) {
    case '==':
      return value === number
    case '!=':
      return value !== number
    case '<':
      return value < number
    case '<=':
      return value <= number
    case '>':
      return value > number
    case '>=':
      return value >= number
  }
}
