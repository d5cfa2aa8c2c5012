/** What changing an answer would throw away, as a question; null when nothing is lost. */

import type { Answer, Given } from './checklist'
import { ANSWER } from './words'

export function dropWords(before: Answer, given: Given): string | null {
  const to = `改成“${ANSWER[given] ?? given}”`
  const photos = (before.photos?.length ?? 0) + (before.photos_after?.length ?? 0)
  const words = Boolean(before.note?.trim())
  if (before.answer === 'na') return words ? `${to}会删掉“不适用”的说明，确定吗？` : null
  if (!photos && !words) return null
  const lost = [photos ? '照片' : '', words ? '描述' : ''].filter(Boolean).join('和')
  return `${to}会删掉这题的${lost}，确定吗？`
}
