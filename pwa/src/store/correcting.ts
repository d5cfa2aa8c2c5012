/** A submitted record taken up again: a draft with its answers, to be submitted in its place. */

import { uuid7 } from '@/domain/ids'
import { reportAgain, type Draft } from '@/domain/visit'
import type { InspectionShown, Recheck } from '@/domain/wire'
import { formOf } from './catalogue'
import { draftOf, saveDraft } from './drafts'
import { CannotStart } from './errors'
import { locked } from './lease'

/** So long after its receipt a record may be corrected; the server judges the same. */
export const CORRECTABLE_MS = 24 * 3_600_000

/** Raises CannotStart where a draft of this enterprise is open, or it is too late. */
export function startCorrection(record: InspectionShown, reason: string, at = new Date()): Promise<Draft> {
  return locked(`dudao-start:${record.entity.id}`, async () => {
    if (await draftOf(record.entity.id)) throw new CannotStart('这家有没填完的督导表，请先提交或删除，再来更正')
    if (at.getTime() > Date.parse(record.received_at) + CORRECTABLE_MS) throw new CannotStart('提交超过 24 小时，不能再更正，请联系县食药安办')
    await formOf(record)
    const draft = reportAgain(draftFrom(record, reason, at))
    return { ...draft, savedAt: await saveDraft(draft, at) }
  })
}

function draftFrom(record: InspectionShown, reason: string, at: Date): Draft {
  const { id, version } = record.checklist
  return {
    id: uuid7(at.getTime()),
    entityId: record.entity.id,
    entityName: record.entity.name,
    checklist: { id, version },
    ...(record.modules.length && { modules: record.modules.map((one) => ({ id: one.id, version: one.version })) }),
    profile: record.profile,
    startedAt: at.toISOString(),
    savedAt: '',
    answers: Object.fromEntries(record.answers.map((one) => [one.item, one])),
    rechecks: Object.fromEntries(record.rechecks.map((one) => [one.issue_id, plain(one)])),
    participants: record.participants,
    // Another content: both sign anew.
    signatures: { enterprise_refused: false },
    statement: record.statement,
    outcome: record.outcome,
    mode: record.mode,
    photos: record.photos,
    corrects: { id: record.id, receiptNo: record.receipt_no, reason, opened: record.issues.map((one) => one.id) },
  }
}

function plain({ issue_id, result, note, photos }: Recheck): Recheck {
  return { issue_id, result, ...(note !== undefined && { note }), ...(photos !== undefined && { photos }) }
}
