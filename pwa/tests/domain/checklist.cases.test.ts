/** The shared table of cases, on the phone; the server runs the same in pytest. */
import { describe, expect, it } from 'vitest'
import {
  evaluate,
  type Answer,
  type Basis,
  type ChecklistBody,
  type Evaluation,
  type Profile,
  type Recheck,
} from '@/domain/checklist'
import type { Said } from '@/domain/conditions'
import { holds, parse } from '@/domain/expr'
import { composed } from '@/domain/modules'
import { cited, type LawBook, type Statutes } from '@/domain/laws'
import { checklistBody, readYaml, whole } from './body'

type Facts = Partial<Profile>
type Expected = Record<string, unknown>
interface Visit extends Expected {
  name: string
  checklist?: string
  form?: string
  modules?: string[]
  entity: string | Facts
  about?: string[]
  answers?: Answer[]
  rechecks?: Recheck[]
  keep_answered?: boolean
}
interface Cases {
  conditions: { expr: string; entity?: Facts; said?: Partial<Said>; holds?: boolean; error?: string }[]
  laws: { name: string; basis: Basis[]; own?: object; day: string; cites: string[] }[]
  statutes: Statutes
  forms: Record<string, ChecklistBody>
  entities: Record<string, Facts>
  visits: Visit[]
}

const TODAY = '2026-11-23'
const cases = readYaml('tests/checklist_cases.yaml') as Cases

const ANYONE: Profile = {
  flags: [],
  kind: null,
  stage: null,
  grade: null,
  level: 'town',
  has_prior_issues: false,
}

describe('a condition means the same everywhere', () => {
  it.each(cases.conditions)('$expr', ({ expr, entity, said, holds: truth, error }) => {
    if (error !== undefined) expect(() => parse(expr)).toThrow(error)
    else expect(holds(parse(expr), { ...ANYONE, ...entity }, { answers: {}, values: {}, ...said })).toBe(truth)
  })
})

describe('a clause is cited the same everywhere', () => {
  it.each(cases.laws)('$name', ({ basis, own, day, cites }) => {
    const book = { own: (own ?? {}) as LawBook['own'], statutes: cases.statutes, day }
    const found = cited(basis, book)
    expect(found.map((one) => `${one.title} ${one.article} ${one.version}`.trim())).toEqual(cites)
  })
})

describe('a visit is judged the same everywhere', () => {
  it.each(cases.visits)('$name', (visit) => {
    const facts = typeof visit.entity === 'string' ? cases.entities[visit.entity] : visit.entity
    const result = evaluate(
      composed(bodyOf(visit.form ?? visit.checklist ?? ''), (visit.modules ?? []).map(bodyOf)),
      { ...ANYONE, ...facts },
      visit.answers ?? [],
      TODAY,
      { rechecks: visit.rechecks ?? [], keepAnswered: visit.keep_answered ?? false },
    )
    const about = visit.about ?? (visit.answers ?? []).map((answer) => answer.item)
    const seen = summary(result, about)
    const asked = Object.keys(seen).filter((key) => key in visit)
    expect(asked).not.toHaveLength(0)
    for (const key of asked) {
      const wanted = visit[key]
      if (isPartial(key)) expect(seen[key], key).toMatchObject(wanted as object)
      else expect(seen[key], key).toEqual(wanted)
      if (key === 'kept' || key === 'issues') {
        expect(Object.keys(seen[key] as object)).toEqual(Object.keys(wanted as object))
      }
    }
    for (const [code, answer] of Object.entries((visit['kept'] ?? {}) as Expected)) {
      const wanted = (answer as Answer).children
      if (wanted) expect((seen['kept'] as Record<string, Answer>)[code]?.children).toEqual(wanted)
    }
  })
})

function bodyOf(name: string): ChecklistBody {
  const own = cases.forms[name]
  return own ? whole(own) : checklistBody(name)
}

function isPartial(key: string): boolean {
  return ['shown', 'required', 'children', 'kept', 'issues'].includes(key)
}

function summary(result: Evaluation, about: string[]): Expected {
  const missing = result.missing.filter((m) => about.includes(m.item))
  const derived = result.derived.filter((d) => about.includes(d.item))
  const each = (value: (code: string) => unknown) =>
    Object.fromEntries(about.map((code) => [code, value(code)]))
  return {
    count: result.shown.length,
    shown: each((code) => result.shown.includes(code)),
    required: each((code) => result.required.includes(code)),
    children: each((code) => result.children[code] ?? []),
    missing: missing.map((m) => `${place(m)} ${m.reason}`),
    derived: derived.map((d) => `${place(d)} ${d.then}`),
    says: [...missing, ...derived].map((line) => line.text),
    kept: Object.fromEntries(
      result.answers.filter((a) => about.includes(a.item)).map((a) => [a.item, a]),
    ),
    issues: result.issues
      .filter((issue) => about.includes(issue.item))
      .map(({ original_severity: original, deadline, ...issue }) => {
        return { ...issue, original, deadline: `${deadline.value} ${deadline.unit}` }
      }),
    facts: result.facts,
    professional: result.for_professional,
    too_many_na: result.too_many_na,
    unknown: result.unknown,
  }
}

function place({ item, child }: { item: string; child: string | null }): string {
  return child === null ? item : `${item}/${child}`
}
