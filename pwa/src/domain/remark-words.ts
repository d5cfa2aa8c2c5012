/** What a reviewer of a visit should look at, in words. */

import type { Answer } from './checklist-answers'
import { bulkCount } from './rest-of-form'

/** 补录, the phone's clock and corrections have their own lines on the record. */
const WORDS: Record<string, string> = {
  excess_na: '不适用超过四成',
  for_professional: '有项目需专业人员核查',
  profile_differs: '填表时手机上的主体资料与登记的不一致',
  checklist_differs: '所用督导表与登记的业态不一致',
  cadre_unsigned: '包保干部没有签字',
  enterprise_refused: '企业人员拒绝签字',
  enterprise_unsigned: '企业人员没有签字',
}

export function remarkWords(remarks: readonly string[], answers: readonly Answer[]): string[] {
  const together = bulkCount(answers)
  const most = remarks.includes('bulk_most') ? '，超过一半' : ''
  const known = remarks.flatMap((one) => WORDS[one] ?? [])
  return together ? [`批量符合 ${together} 项${most}`, ...known] : known
}
