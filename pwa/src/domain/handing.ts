/** 代拟: a draft on its way from an assistant to his leader, what the leader makes of it, and back. */

import type { Answer } from './checklist-answers'
import { isBlank } from './checklist-values'
import { contentMark } from './signed'
import { reportAgain, visitBody, type Draft } from './visit'
import type { HandingOver, VisitDraftShown } from './wire-signing'
import type { PersonShort } from './wire-entity'
import type { Recheck } from './wire'
import { ANSWER } from './words'

/** The draft as it is handed over; `answers` are those its checklist keeps. */
export function handingBody(draft: Draft, answers: readonly Answer[], handing: string): HandingOver {
  const { entity_id, checklist, modules, mode, outcome, started_at, answers: kept, rechecks, participants, photos, profile } = visitBody({ ...draft, aside: [] }, answers, draft.startedAt)
  const { cadre: _unsigned, ...signatures } = draft.signatures
  return {
    handing,
    entity_id,
    checklist,
    ...(modules && { modules }),
    mode,
    outcome,
    started_at,
    answers: kept,
    rechecks,
    participants,
    signatures,
    statement: draft.statement,
    ...(photos && { photos }),
    ...(profile && { profile }),
    unchecked: draft.unchecked ?? {},
    aside: draft.aside ?? [],
  }
}

/** The leader's own draft, to look through and sign. */
export function draftToSign(shown: VisitDraftShown, leader: PersonShort, savedAt: string): Draft {
  const { id, name, post } = shown.drafter
  const draft = draftOf(shown, savedAt)
  const participants = [{ role: 'cadre' as const, name: leader.name, post: leader.post }, ...draft.participants]
  const drafted = { id, name, post, handing: shown.handing, answers: draft.answers }
  const made: Draft = { ...draft, participants, draftedBy: drafted }
  // The enterprise has signed under what the assistant wrote.
  return { ...made, ...(made.signatures.enterprise && { signedOver: { enterprise: contentMark(made) } }) }
}

/** The assistant's draft again, with what the leader said of it. */
export function draftReturned(shown: VisitDraftShown, savedAt: string): Draft {
  return { ...draftOf(shown, savedAt), returned: { by: shown.leader.name, reason: shown.reason } }
}

function draftOf({ id, entity, content }: VisitDraftShown, savedAt: string): Draft {
  const { enterprise, enterprise_refused, refusal_reason } = content.signatures
  const { id: form, version } = content.checklist
  return reportAgain({
    id,
    entityId: entity.id,
    entityName: entity.name,
    checklist: { id: form, version },
    ...(content.modules?.length && { modules: content.modules.map((one) => ({ id: one.id, version: one.version })) }),
    profile: content.profile as Draft['profile'],
    startedAt: content.started_at,
    savedAt,
    answers: Object.fromEntries(content.answers.map((one) => [one.item, one])),
    rechecks: Object.fromEntries(content.rechecks.map((one) => [one.issue_id, plain(one)])),
    unchecked: content.unchecked ?? {},
    participants: content.participants,
    signatures: { ...(enterprise && { enterprise }), enterprise_refused, ...(refusal_reason && { refusal_reason }) },
    statement: content.statement,
    outcome: content.outcome,
    mode: content.mode,
    photos: content.photos ?? [],
    aside: content.aside ?? [],
  })
}

function plain({ issue_id, result, note, photos }: Recheck): Recheck {
  return { issue_id, result, ...(note !== undefined && { note }), ...(photos !== undefined && { photos }) }
}

/** Questions that the leader has answered otherwise than they were drafted. */
export function changedBySigner(draft: Draft): string[] {
  const before = draft.draftedBy?.answers
  if (!before) return []
  return Object.keys(draft.answers).filter((code) => gist(draft.answers[code]) !== gist(before[code]))
}

/** What stood there before the leader changed it; empty where he did not. */
export function draftedWords(draft: Draft, code: string): string {
  const before = draft.draftedBy?.answers
  if (!before || gist(draft.answers[code]) === gist(before[code])) return ''
  const given = before[code]?.answer
  return given && given !== draft.answers[code]?.answer ? `您改过，代拟为${ANSWER[given]}` : '您改过'
}

/** All that an answer says, whichever of its keys are merely left out. */
function gist(given: Answer | undefined): string {
  if (!given) return ''
  const { answer, note, photos, photos_after, severity, severity_reason, fixed_on_site, value, children } = given
  const under = Object.entries(children ?? {}).filter(([, one]) => !isBlank(one)).sort(([a], [b]) => (a < b ? -1 : 1))
  const wrong = answer === 'no' ? [photos_after ?? [], severity ?? '', severity_reason ?? '', fixed_on_site ?? false] : []
  return JSON.stringify([answer ?? '', note?.trim() ?? '', photos ?? [], isBlank(value ?? undefined) ? '' : value, under, ...wrong])
}
