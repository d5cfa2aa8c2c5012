import type {
  AnswerGiven,
  ChecklistRef,
  InspectionBody,
  Mode,
  Outcome,
  Participant,
  ProfileBody,
  RecheckGiven,
  Sha256,
  Signatures,
} from './wire'

/** A visit being filled in; saved on every change, sent only as a whole. */
export interface Draft {
  id: string
  entityId: string
  entityName: string
  checklist: ChecklistRef
  profile: ProfileBody
  startedAt: string
  savedAt: string
  answers: Record<string, AnswerGiven>
  rechecks: Record<string, RecheckGiven>
  participants: Participant[]
  signatures: Signatures
  statement: string
  outcome: Outcome
  mode: Mode
  photos: Sha256[]
  lastItem?: string
}

/** The visit as it is sent, but for `device_now`, which is known only at the moment of sending. */
export type VisitBody = Omit<InspectionBody, 'device_now'>

/**
 * The body of a finished draft.
 *
 * `shown` are the codes of the items the checklist shows for these answers: what was answered
 * before a condition hid it again is no part of the record.
 */
export function visitBody(draft: Draft, shown: ReadonlySet<string>, finishedAt: string): VisitBody {
  const done = draft.outcome === 'done'
  const answers = Object.entries(draft.answers)
    .filter(([item, given]) => done && shown.has(item) && !isBlank(given))
    .map(([item, given]) => ({ item, ...tidy(given) }))
  return {
    entity_id: draft.entityId,
    checklist: draft.checklist,
    mode: draft.mode,
    outcome: draft.outcome,
    started_at: draft.startedAt,
    finished_at: finishedAt,
    answers,
    rechecks: Object.entries(draft.rechecks).map(([issue_id, given]) => ({ issue_id, ...given })),
    participants: draft.participants,
    signatures: draft.signatures,
    statement: draft.statement,
    profile: draft.profile,
    ...(draft.photos.length ? { photos: draft.photos } : {}),
  }
}

/** Every picture a visit quotes, each once, in the order of the form, signatures last. */
export function picturesOf(body: VisitBody): Sha256[] {
  const found = [
    ...(body.photos ?? []),
    ...body.answers.flatMap((given) => [
      ...(given.photos ?? []),
      ...(given.photos_after ?? []),
      ...Object.values(given.children ?? {}).flatMap((value) => (Array.isArray(value) ? value.filter(isSha256) : [])),
    ]),
    ...body.rechecks.flatMap((given) => given.photos),
    body.signatures.cadre,
    body.signatures.enterprise,
  ]
  return [...new Set(found.filter((sha): sha is Sha256 => Boolean(sha)))]
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Evidence belongs to 否 alone: a 是 changed from 否 keeps neither its severity nor its photos. */
function tidy(given: AnswerGiven): AnswerGiven {
  const { severity, severity_reason, fixed_on_site, photos_after, ...rest } = given
  if (given.answer !== 'no') return rest
  return {
    ...rest,
    ...(severity ? { severity } : {}),
    ...(severity_reason ? { severity_reason } : {}),
    ...(fixed_on_site ? { fixed_on_site } : {}),
    ...(photos_after?.length ? { photos_after } : {}),
  }
}

function isBlank(given: AnswerGiven): boolean {
  return !given.answer && !given.note && !given.photos?.length && Object.keys(given.children ?? {}).length === 0
}
