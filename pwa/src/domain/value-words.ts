/** What was filled in, as a person would say it. */
import { isPicture, picturesIn, type Answer, type Row, type Value } from './checklist-answers'
import type { Child, Column, Field, Item } from './checklist-format'
import { isBlank, rowsOf } from './checklist-values'

export interface Said {
  text: string
  value: string
}

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

/** Pictures of the questions, each with the line of a group it is of. */
export function picturesInPlace(item: Item | null | undefined, { value, children }: Answer): { sha: string; lab: string | undefined }[] {
  const asked = item?.type === 'yes_no_na' ? item.children : []
  const own = picturesOfField(item ?? undefined, value)
  return [...own, ...Object.entries(children ?? {}).flatMap(([code, given]) => picturesOfField(asked.find((one) => one.code === code), given))]
}

function picturesOfField(field: Field | Child | Item | undefined, value: Value | null | undefined): { sha: string; lab: string | undefined }[] {
  const rows = rowsOf(value)
  if (!rows.length) return picturesIn(value).map((sha) => ({ sha, lab: undefined }))
  const called = field?.type === 'group' ? field.row : ''
  return rows.flatMap((row, n) => picturesIn([row]).map((sha) => ({ sha, lab: `${called} ${n + 1}`.trim() })))
}

/** The lines of a group are parted by semicolons; pictures are counted. */
export function valueWords(field: Field | Child | Column | undefined, value: Value): string {
  const rows = rowsOf(value)
  if (rows.length) return rows.map((row) => rowWords(field, row)).join('；')
  if (Array.isArray(value)) {
    const words = value.map(String)
    if (!words.length || !words.every(isPicture)) return words.join('、')
    return field?.type === 'signature' ? '已签名' : `照片 ${words.length} 张`
  }
  return field?.type === 'number' && field.unit ? `${value}${field.unit}` : String(value)
}

function rowWords(field: Field | Child | Column | undefined, row: Row): string {
  const columns = field?.type === 'group' ? field.columns : []
  return Object.entries(row)
    .filter(([, value]) => !isBlank(value))
    .map(([code, value]) => {
      const column = columns.find((one) => one.code === code)
      const said = column?.type === 'photo' && Array.isArray(value) ? `${value.length} 张` : valueWords(column, value)
      return `${column?.text ?? code} ${said}`
    })
    .join('，')
}
