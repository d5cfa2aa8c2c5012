/**
 * The questions under an item: which are shown, what their values entail, what is wrong with them.
 * Twin of `app/checklists/children.py`.
 */
import type { ChildValue, Given } from './checklist-answers'
import type {
  Child,
  ChoiceChild,
  ChoiceRule,
  Consequence,
  DateChild,
  DateRule,
  NumberChild,
  NumberRule,
  PhotoChild,
  TextFormat,
  YesNoItem,
} from './checklist-format'

export type Values = Readonly<Record<string, ChildValue>>

/** What an answered child entails, and the sentence that says so. */
export interface Derived {
  item: string
  child: string | null
  then: Consequence
  text: string
}

const DAY_MS = 86_400_000
const SHA256 = /^[0-9a-f]{64}$/
// Number formats only warn: real numbers that break them exist, and a visit must not fail on one.
const FORMATS: Record<TextFormat, [RegExp, string]> = {
  sc_license_or_register: [
    /^(SC[0-9]{14}|(?!SC).+)$/,
    '食品生产许可证编号应为 SC 加 14 位数字，请核对',
  ],
  jy_license_or_register: [
    /^(JY[0-9]{14}|(?!JY).+)$/,
    '食品经营许可证编号应为 JY 加 14 位数字，请核对',
  ],
  jy_license_or_record: [
    /^(JY[0-9]{14}|YB[0-9]{14}|(?!JY|YB).+)$/,
    '许可证编号应为 JY 加 14 位数字，备案编号应为 YB 加 14 位数字，请核对',
  ],
  special_food_reg_no: [
    /国食健注[GJ][0-9]{8}|食健备[GJ][0-9]{12}|国食注字(YP|TY)[0-9]{8}/,
    '没有看到完整的注册号或备案号，请对照标签核对',
  ],
}

/** Children to ask: none for 不适用; those behind a choice only when it was made. */
export function shownChildren(item: YesNoItem, answer: Given | null, values: Values): Child[] {
  if (answer === 'na') return []
  const shown = new Set<string>()
  let before: number
  // A child may name one written after it, so go round until nothing more appears.
  do {
    before = shown.size
    for (const child of item.children) {
      if (isShown(child, answer, values, shown)) shown.add(child.code)
    }
  } while (shown.size > before)
  return item.children.filter((child) => shown.has(child.code))
}

/** What the rules and number formats of the shown children say about their values. */
export function entailed(
  item: YesNoItem,
  shown: readonly Child[],
  values: Values,
  today: string,
): Derived[] {
  return shown.flatMap((child) => {
    const value = values[child.code]
    if (value === undefined || isBlank(value) || fault(child, value, today)) return []
    return consequences(child, value, today).map(({ then, text }) => {
      return { item: item.code, child: child.code, then, text }
    })
  })
}

/**
 * Whether a shown child must be filled under this answer.
 * On 否 only the questions about the fault must be: what is not there has no number and no date.
 */
export function isAskedOn(item: YesNoItem, child: Child, answer: Given): boolean {
  if (child.optional || child.type === 'issue_review') return false
  return answer === 'yes' || isAboutTheFault(item, child)
}

/** What is wrong with a value, as a sentence; null when it will do. */
export function fault(child: Child, value: ChildValue, today: string): string | null {
  switch (child.type) {
    case 'number':
      return numberFault(child, value)
    case 'date':
      return dateFault(child, value, today)
    case 'choice':
      return choiceFault(child, value)
    case 'photo':
      return photoFault(child, value)
    case 'text':
      if (typeof value !== 'string') return '请填写文字'
      return [...value].length > child.max_length ? `最多 ${child.max_length} 个字，请缩短` : null
    case 'issue_review':
      return '以前的问题在复核里逐条填写，不在这里填'
  }
}

/** Whether nothing was filled in. */
export function isBlank(value: ChildValue | null | undefined): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'string' ? !value.trim() : Array.isArray(value) && value.length === 0
}

function isShown(
  child: Child,
  answer: Given | null,
  values: Values,
  shown: ReadonlySet<string>,
): boolean {
  if (child.show === 'always') return true
  if ('answer' in child.show) return answer === 'no'
  const { child: parent, one_of: wanted } = child.show
  return shown.has(parent) && chosen(values[parent]).some((option) => wanted.includes(option))
}

function isAboutTheFault(item: YesNoItem, child: Child): boolean {
  const { show } = child
  if (show === 'always') return false
  if ('answer' in show) return true
  const parent = item.children.find((other) => other.code === show.child)
  return parent !== undefined && isAboutTheFault(item, parent)
}

function chosen(value: ChildValue | undefined): string[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? [value] : []
}

function consequences(
  child: Child,
  value: ChildValue,
  today: string,
): { then: Consequence; text: string }[] {
  switch (child.type) {
    case 'number':
    case 'date':
    case 'choice': {
      const rules: readonly (NumberRule | DateRule | ChoiceRule)[] = child.rules
      return rules.filter((rule) => applies(rule, value, today))
    }
    case 'text': {
      if (!child.format) return []
      const [pattern, text] = FORMATS[child.format]
      return pattern.test(String(value).trim()) ? [] : [{ then: 'warn', text }]
    }
    default:
      return []
  }
}

function applies(
  rule: NumberRule | DateRule | ChoiceRule,
  value: ChildValue,
  today: string,
): boolean {
  switch (rule.when) {
    case 'above':
      return typeof value === 'number' && value > rule.number
    case 'before_today':
      return String(value) < today
    case 'within_days': {
      const ahead = (dayNumber(String(value)) - dayNumber(today)) / DAY_MS
      return ahead >= 0 && ahead <= rule.days
    }
    case 'chosen':
      return chosen(value).includes(rule.option)
  }
}

function numberFault(child: NumberChild, value: ChildValue): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '请填数字'
  if (child.whole && !Number.isInteger(value)) return '请填整数'
  if (child.min !== null && value < child.min) return `不能小于 ${child.min}`
  if (child.max !== null && value > child.max) return `不能大于 ${child.max}`
  return null
}

function dateFault(child: DateChild, value: ChildValue, today: string): string | null {
  if (typeof value !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return '请选择日期'
  if (!isRealDay(value)) return '没有这一天，请重新选择日期'
  return child.max === 'today' && value > today ? '不能晚于今天' : null
}

function choiceFault(child: ChoiceChild, value: ChildValue): string | null {
  const options = chosen(value)
  if (Array.isArray(value) !== child.multiple || options.length === 0) {
    return child.multiple ? '请至少选一项' : '请选一项'
  }
  const strange = options.find((option) => !child.options.includes(option))
  return strange === undefined ? null : `没有“${strange}”这个选项，请重新选择`
}

function photoFault(child: PhotoChild, value: ChildValue): string | null {
  if (!Array.isArray(value) || !value.every((photo) => SHA256.test(photo))) {
    return '照片没有保存好，请重拍'
  }
  return value.length > child.max_count ? `最多 ${child.max_count} 张照片，请删去多余的` : null
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function isRealDay(day: string): boolean {
  const instant = dayNumber(day)
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === day
}
