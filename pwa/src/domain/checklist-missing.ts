/**
 * What an answer still lacks before the visit may be signed, one sentence each.
 * Twin of `app/checklists/missing.py`.
 */
import type { Answer } from './checklist-answers'
import { isAskedOn } from './checklist-children'
import { SEVERITIES, type JudgedItem, type TextItem, type ValueItem, type YesNoItem } from './checklist-format'
import type { Settled } from './checklist-settling'
import { fault, isBlank, mayBeEmpty } from './checklist-values'

export type Reason =
  | 'answer'
  | 'na_not_allowed'
  | 'na_note'
  | 'note'
  | 'photo'
  | 'photo_after'
  | 'severity_reason'
  | 'value'
  | 'value_invalid'
  | 'child'
  | 'child_invalid'
  | 'review'
  | 'too_long'

/** A gap in the visit, at an item or at one of its children. */
export interface Missing {
  item: string
  child: string | null
  reason: Reason
  text: string
}

/** Gaps of one shown item; `reviewed`: earlier issues were looked at on this visit. */
export function missingIn(settled: Settled, today: string, reviewed: boolean): Missing[] {
  const { item, answer } = settled
  // An earlier issue still open has its own ledger row, with its words and its photo.
  const failed = answer.answer === 'no' && !settled.stillOpen
  const own = failed ? lackingForNo(item, answer) : []
  if (item.type !== 'yes_no_na') return [...lackingValue(item, answer, today), ...own]
  switch (answer.answer ?? null) {
    case null:
      return item.optional ? [] : [gap(item, 'answer', choices(item))]
    case 'na':
      return lackingForNa(item, answer)
    default:
      return [...own, ...lackingChildren(item, settled, today, reviewed)]
  }
}

/** Gaps of a shown text item. */
export function missingText(item: TextItem, answer: Answer): Missing[] {
  const note = answer.note ?? ''
  if ([...note].length > item.max_length) {
    return [gap(item, 'too_long', `最多 ${item.max_length} 个字，请缩短`)]
  }
  return item.optional || note.trim() ? [] : [gap(item, 'note', '请填写这一项')]
}

const ASKED: Record<ValueItem['type'], string> = {
  number: '请填写数字',
  date: '请选择日期',
  choice: '请选一项',
  photo: '请拍照',
  signature: '请签名',
  barcode: '请扫码，或输入号码',
  group: '请至少填一行',
}

function lackingValue(item: ValueItem, answer: Answer, today: string): Missing[] {
  const { value } = answer
  if (value === undefined || value === null || isBlank(value)) {
    return item.optional || mayBeEmpty(item) ? [] : [gap(item, 'value', ASKED[item.type])]
  }
  const wrong = fault(item, value, today)
  return wrong ? [gap(item, 'value_invalid', wrong)] : []
}

function gap(item: { code: string }, reason: Reason, text: string): Missing {
  return { item: item.code, child: null, reason, text }
}

function choices(item: YesNoItem): string {
  const mayBeNa = item.allow_na || item.needs_professional
  return mayBeNa ? '请选择“是”“否”或“不适用”' : '请选择“是”或“否”'
}

function lackingForNa(item: YesNoItem, answer: Answer): Missing[] {
  if (!item.allow_na && !item.needs_professional) {
    return [gap(item, 'na_not_allowed', '这一项不能答“不适用”，请改选“是”或“否”')]
  }
  if (answer.note?.trim()) return []
  // Who cannot judge an item must say so: silence would hide it from the professional.
  if (item.needs_professional) {
    return [gap(item, 'na_note', '请写明原因，看不懂的写“需专业人员核查”')]
  }
  return item.when === null ? [gap(item, 'na_note', '请用一句话说明为什么不适用')] : []
}

function lackingForNo(item: JudgedItem, answer: Answer): Missing[] {
  const found: Missing[] = []
  const photos = answer.photos?.length ?? 0
  if (!answer.note?.trim()) found.push(gap(item, 'note', '请写明发现的问题'))
  if (!photos && answer.fixed_on_site) {
    found.push(gap(item, 'photo', '当场整改要有整改前的照片，请补上'))
  } else if (!photos && item.photo_on_fail) {
    found.push(gap(item, 'photo', `请拍照：${item.photo_on_fail.reason}`))
  }
  if (answer.fixed_on_site && !answer.photos_after?.length) {
    found.push(gap(item, 'photo_after', '当场整改要有整改后的照片，请补拍'))
  }
  const severity = answer.severity ?? item.severity
  const lowered = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(item.severity)
  if (lowered && !answer.severity_reason?.trim()) {
    found.push(gap(item, 'severity_reason', '下调了严重程度，请写明理由'))
  }
  return found
}

function lackingChildren(item: YesNoItem, { answer, children }: Settled, today: string, reviewed: boolean): Missing[] {
  return children.flatMap((child) => {
    const at = (reason: Reason, text: string) => [{ item: item.code, child: child.code, reason, text }]
    const value = answer.children?.[child.code]
    if (child.type === 'issue_review' && !reviewed) return at('review', '请逐条复核以前的问题')
    const wrong = value === undefined ? null : fault(child, value, today)
    if (wrong) return at('child_invalid', wrong)
    const asked = answer.answer && isAskedOn(item, child, answer.answer)
    return isBlank(value) && asked ? at('child', `请填写“${child.text}”`) : []
  })
}
