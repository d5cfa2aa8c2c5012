/**
 * What was filled in against what its question allows, and what follows from it.
 * Twin of `app/checklists/values.py`.
 */
import { isPicture, type Row, type Value } from './checklist-answers'
import type {
  ChoiceField,
  ChoiceRule,
  Consequence,
  DateField,
  DateRule,
  Field,
  GroupField,
  NumberField,
  NumberRule,
  PhotoField,
  TextFormat,
} from './checklist-format'
import { wordsIn } from './conditions'

/** What a value entails, and the sentence that says so. */
export interface Entailed {
  then: Consequence
  text: string
}

const DAY_MS = 86_400_000
// Number formats only warn: real numbers that break them exist, and a visit must not fail on one.
const FORMATS: Record<TextFormat, [RegExp, string]> = {
  sc_license_or_register: [
    /^(SC[0-9]{14}|(?!SC)[^]+)$/,
    '食品生产许可证编号应为 SC 加 14 位数字，请核对',
  ],
  jy_license_or_register: [
    /^(JY[0-9]{14}|(?!JY)[^]+)$/,
    '食品经营许可证编号应为 JY 加 14 位数字，请核对',
  ],
  jy_license_or_record: [
    /^(JY[0-9]{14}|YB[0-9]{14}|(?!JY|YB)[^]+)$/,
    '许可证编号应为 JY 加 14 位数字，备案编号应为 YB 加 14 位数字，请核对',
  ],
  special_food_reg_no: [
    /国食健注[GJ][0-9]{8}|食健备[GJ][0-9]{12}|国食注字(YP|TY)[0-9]{8}/,
    '没有看到完整的注册号或备案号，请对照标签核对',
  ],
}

/** What is wrong with a value, as a sentence; null when it will do. */
export function fault(field: Field | { type: 'issue_review' }, value: Value, today: string): string | null {
  switch (field.type) {
    case 'number':
      return numberFault(field, value)
    case 'date':
      return dateFault(field, value, today)
    case 'choice':
      return choiceFault(field, value)
    case 'photo':
      return photoFault(field, value)
    case 'signature':
      return Array.isArray(value) && value.length === 1 && value.every(isPicture) ? null : '签名没有保存好，请重签'
    case 'group':
      return groupFault(field, value, today)
    case 'text':
    case 'barcode':
      if (typeof value !== 'string') return '请填写文字'
      return [...value].length > field.max_length ? `最多 ${field.max_length} 个字，请缩短` : null
    case 'issue_review':
      return '以前的问题在复核里逐条填写，不在这里填'
  }
}

/** What the rules and the number format of a question say of a value without fault. */
export function consequences(field: Field | { type: 'issue_review' }, value: Value, today: string): Entailed[] {
  switch (field.type) {
    case 'number':
    case 'date':
    case 'choice': {
      const rules: readonly (NumberRule | DateRule | ChoiceRule)[] = field.rules
      return rules.filter((rule) => applies(rule, value, today)).map(({ then, text }) => ({ then, text }))
    }
    case 'text': {
      if (!field.format) return []
      const [pattern, text] = FORMATS[field.format]
      return pattern.test(String(value).trim()) ? [] : [{ then: 'warn', text }]
    }
    case 'group':
      return eachOnce(rowsOf(value).flatMap((row) => ofRow(field, row, today)))
    default:
      return []
  }
}

/** Whether nothing was filled in. */
export function isBlank(value: Value | null | undefined): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'string' ? !value.trim() : Array.isArray(value) && value.length === 0
}

/** Whether a group may have no line at all. */
export function mayBeEmpty(field: { type: string; min_rows?: number }): boolean {
  return field.type === 'group' && field.min_rows === 0
}

function ofRow(field: GroupField, row: Row, today: string): Entailed[] {
  return field.columns.flatMap((column) => {
    const value = row[column.code]
    return value === undefined || isBlank(value) ? [] : consequences(column, value, today)
  })
}

function eachOnce(found: Entailed[]): Entailed[] {
  return found.filter((one, n) => found.findIndex((other) => other.then === one.then && other.text === one.text) === n)
}

function applies(
  rule: NumberRule | DateRule | ChoiceRule,
  value: Value,
  today: string,
): boolean {
  switch (rule.when) {
    case 'above':
      return typeof value === 'number' && value > rule.number
    case 'below':
      return typeof value === 'number' && value < rule.number
    case 'before_today':
      return String(value) < today
    case 'within_days': {
      const ahead = (dayNumber(String(value)) - dayNumber(today)) / DAY_MS
      return ahead >= 0 && ahead <= rule.days
    }
    case 'chosen':
      return wordsIn(value).includes(rule.option)
  }
}

function groupFault(field: GroupField, value: Value, today: string): string | null {
  const rows = rowsOf(value)
  if (!Array.isArray(value) || rows.length < value.length) return '请重新填写'
  if (rows.length < field.min_rows) return `至少填 ${field.min_rows} 行“${field.row}”`
  if (rows.length > field.max_rows) return `最多 ${field.max_rows} 行“${field.row}”，请删去多余的`
  for (const [n, row] of rows.entries()) {
    const wrong = rowFault(field, row, today)
    if (wrong) return `第 ${n + 1} 行${wrong}`
  }
  return null
}

function rowFault({ columns }: GroupField, row: Row, today: string): string | null {
  for (const column of columns) {
    const value = row[column.code]
    if (value === undefined || isBlank(value)) {
      if (!column.optional) return `：请填写“${column.text}”`
      continue
    }
    const wrong = fault(column, value, today)
    if (wrong) return `“${column.text}”：${wrong}`
  }
  const known = columns.map((column) => column.code)
  return Object.keys(row).every((code) => known.includes(code)) ? null : '有不认识的栏，请删去这一行重填'
}

/** The lines of a group. */
export function rowsOf(value: Value | null | undefined): Row[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Row => typeof one === 'object')
}

function numberFault(field: NumberField, value: Value): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '请填数字'
  if (field.whole && !Number.isInteger(value)) return '请填整数'
  if (field.min !== null && value < field.min) return `不能小于 ${field.min}`
  if (field.max !== null && value > field.max) return `不能大于 ${field.max}`
  return null
}

function dateFault(field: DateField, value: Value, today: string): string | null {
  if (typeof value !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return '请选择日期'
  if (!isRealDay(value)) return '没有这一天，请重新选择日期'
  return field.max === 'today' && value > today ? '不能晚于今天' : null
}

function choiceFault(field: ChoiceField, value: Value): string | null {
  const options = wordsIn(value)
  if (Array.isArray(value) !== field.multiple || options.length === 0) {
    return field.multiple ? '请至少选一项' : '请选一项'
  }
  const strange = options.find((option) => !field.options.includes(option))
  return strange === undefined ? null : `没有“${strange}”这个选项，请重新选择`
}

function photoFault(field: PhotoField, value: Value): string | null {
  if (!Array.isArray(value) || !value.every(isPicture)) {
    return '照片没有保存好，请重拍'
  }
  return value.length > field.max_count ? `最多 ${field.max_count} 张照片，请删去多余的` : null
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function isRealDay(day: string): boolean {
  // Python knows no year 0.
  if (day.startsWith('0000')) return false
  const instant = dayNumber(day)
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === day
}
