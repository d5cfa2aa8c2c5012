import { picturesAsked, type Answer, type Recheck } from './checklist-answers'
import type { Profile } from './profile'
import type { ChecklistRef, InspectionBody, Mode, Outcome, Participant, Signatures } from './wire-visit'
import type { Sha256 } from './wire-words'

/** A visit being filled in; saved on every change, sent only as a whole. */
export interface Draft {
  id: string
  entityId: string
  entityName: string
  checklist: ChecklistRef
  /** Of the shop's other business types, filled in with the same visit. */
  modules?: ChecklistRef[]
  profile: Profile
  startedAt: string
  savedAt: string
  /** By item code. */
  answers: Record<string, Answer>
  /** By issue id. */
  rechecks: Record<string, Recheck>
  /** Earlier issues that could not be looked at this time, by issue id, and why. */
  unchecked?: Record<string, Unchecked>
  participants: Participant[]
  signatures: Signatures
  /** The mark of the content each of them was given under, see domain/signed. */
  signedOver?: { cadre?: string; enterprise?: string }
  statement: string
  outcome: Outcome
  mode: Mode
  photos: Sha256[]
  lastItem?: string
  /** 无法督导 as far as it is written down, beside what is filled in of the form. */
  report?: Report
  /** What an earlier version of the checklist asked and this one does not, in words. */
  aside?: Aside[]
  /** Answered questions that a newer version words otherwise, until they were looked at again. */
  changed?: string[]
  /** Who drafted it for the person who signs. */
  draftedBy?: DraftedBy
  /** The leader gave it back, and why. */
  returned?: { by: string; reason: string }
  /** The record in whose place this visit is to stand. */
  corrects?: Corrected
  /** The newer versions that were not wanted for this visit. */
  declined?: string
}

/** An assistant, and what he had filled in. */
export interface DraftedBy {
  id: string
  name: string
  post: string
  handing: string
  answers: Record<string, Answer>
}

/** A record that is being corrected. */
export interface Corrected {
  id: string
  receiptNo: string
  reason: string
  /** The issues it opened: they are not looked at again but go on from it. */
  opened: string[]
}

/** An answer that has no question any more. */
export interface Aside {
  item: string
  question: string
  said: string
  photos: Sha256[]
  failed: boolean
}

/** Why a visit cannot take place. */
export interface Report {
  outcome: Exclude<Outcome, 'done'> | null
  statement: string
  photos: Sha256[]
}

export interface Unchecked {
  /** Words that name the issue in the statement. */
  issue: string
  why: string
}

/** Whether anything of the form itself is filled in. */
export function isBegun(draft: Draft): boolean {
  return [draft.answers, draft.rechecks, draft.unchecked ?? {}].some((given) => Object.keys(given).length > 0)
}

/** Whether the draft is nothing but a report that the visit cannot take place. */
export function isReport(draft: Draft): boolean {
  return draft.report !== undefined && !isBegun(draft)
}

/** Where an open draft goes on. */
export function draftPath(draft: Draft): string {
  return isReport(draft) ? `/entity/${draft.entityId}?report=1` : `/visit/${draft.id}`
}

/** A visit that did not take place, as the draft it was before it was handed in. */
export function reportAgain(draft: Draft): Draft {
  const { outcome, statement, photos } = draft
  if (outcome === 'done') return draft
  return { ...draft, outcome: 'done', statement: '', photos: [], report: { outcome, statement, photos } }
}

/** As much as the server takes beside the answers. */
const MOST_PHOTOS = 9
const MOST_WORDS = 1000

/** The visit as it is sent, but for `device_now`, which is known only at the moment of sending. */
export type VisitBody = Omit<InspectionBody, 'device_now'>

/**
 * The body of a finished draft; `answers` are those the checklist keeps for it.
 *
 * A visit that could not take place carries no answers: its `statement` says why.
 */
export function visitBody(draft: Draft, answers: readonly Answer[], finishedAt: string): VisitBody {
  const photos = [...new Set([...draft.photos, ...(draft.aside ?? []).flatMap((one) => one.photos)])].slice(0, MOST_PHOTOS)
  return {
    entity_id: draft.entityId,
    checklist: draft.checklist,
    ...(draft.modules?.length ? { modules: draft.modules } : {}),
    mode: draft.mode,
    outcome: draft.outcome,
    started_at: draft.startedAt,
    finished_at: finishedAt,
    answers: draft.outcome === 'done' ? answers.map(tidy) : [],
    rechecks: Object.values(draft.rechecks),
    participants: draft.participants,
    signatures: draft.signatures,
    statement: statementOf(draft),
    profile: draft.profile,
    ...(photos.length ? { photos } : {}),
    ...(draft.draftedBy ? { drafted_by: draft.draftedBy.id } : {}),
    ...(draft.corrects ? { corrects: draft.corrects.id, correction_reason: draft.corrects.reason } : {}),
  }
}

/** What the cadre stated, which earlier issues could not be looked at, and answers without a question. */
function statementOf(draft: Draft): string {
  const unchecked = Object.values(draft.unchecked ?? {}).map(({ issue, why }) => `没法核对“${issue}”：${why}`)
  const aside = (draft.aside ?? []).map(({ question, said }) => `旧版题“${question}”：${said}`)
  const stated = [draft.statement, ...unchecked].filter(Boolean).join('\n')
  if (!aside.length) return stated
  const whole = [stated, ...aside].filter(Boolean).join('\n')
  return whole.length <= MOST_WORDS ? whole : `${whole.slice(0, MOST_WORDS - 1)}…`
}

/** Every picture a visit quotes, each once, in the order of the form, signatures last. */
export function picturesOf(body: Pick<VisitBody, 'photos' | 'answers' | 'rechecks' | 'signatures'>): Sha256[] {
  const found = [
    ...(body.photos ?? []),
    ...body.answers.flatMap((given) => [
      ...(given.photos ?? []),
      ...(given.photos_after ?? []),
      ...picturesAsked(given),
    ]),
    ...body.rechecks.flatMap((given) => given.photos ?? []),
    body.signatures.cadre,
    body.signatures.enterprise,
  ]
  return [...new Set(found.filter((sha): sha is Sha256 => Boolean(sha)))]
}

/** Severity and after-photos belong to 否 alone: an answer changed back keeps neither; 批量 is only 符合. */
function tidy(given: Answer): Answer {
  const { bulk, ...plain } = given
  if (given.answer === 'no') return plain
  const { item, answer, note, photos, children, value } = plain
  return { item, answer, note, photos, children, ...(value !== null && value !== undefined && { value }), ...(bulk && answer === 'yes' && { bulk }) }
}
