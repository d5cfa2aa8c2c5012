/** What was filled in, as a person would say it. */
import type { Answer, Value } from './checklist-answers'
import type { Child, Column, Field, Item } from './checklist-format'
import { rowsOf } from './checklist-values'

export interface Said {
  text: string
  value: string
}

const PICTURE = /^[0-9a-f]{64}$/

/** Every question of an item that was answered, pictures aside; a question no longer known goes by its code. */
export function answersInWords(item: Item | null | undefined, given: Answer): Said[] {
  const asked: readonly Child[] = item?.type === 'yes_no_na' ? item.children : []
  const beneath = Object.entries(given.children ?? {}).map(([code, value]) => {
    const child = asked.find((one) => one.code === code)
    return { text: child?.text ?? code, value: valueWords(child, value) }
  })
  if (given.value === null || given.value === undefined) return beneath
  const field = item && item.type !== 'yes_no_na' && item.type !== 'text' ? item : undefined
  return [{ text: '填写', value: valueWords(field, given.value) }, ...beneath]
}

/** The lines of a group are parted by semicolons; pictures are counted. */
export function valueWords(field: Field | Child | Column | undefined, value: Value): string {
  const rows = rowsOf(value)
  if (rows.length) return rows.map((row) => rowWords(field, row)).join('；')
  if (Array.isArray(value)) {
    const words = value.map(String)
    if (!words.length || !words.every((one) => PICTURE.test(one))) return words.join('、')
    return field?.type === 'signature' ? '已签名' : `照片 ${words.length} 张`
  }
  return field?.type === 'number' && field.unit ? `${value}${field.unit}` : String(value)
}

function rowWords(field: Field | Child | Column | undefined, row: Record<string, Value>): string {
  const columns = field?.type === 'group' ? field.columns : []
  return Object.entries(row)
    .map(([code, value]) => {
      const column = columns.find((one) => one.code === code)
      return `${column?.text ?? code} ${valueWords(column, value)}`
    })
    .join('，')
}
