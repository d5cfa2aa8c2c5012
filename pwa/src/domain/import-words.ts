/** What the wizard of imports says. */

import type { ImportCode, ImportCounts, ImportKind, ImportShown, ImportState } from './wire-import'

interface KindWords {
  value: ImportKind
  text: string
  hint: string
}

export const ENTITIES: KindWords = {
  value: 'entities',
  text: '包保主体',
  hint: '台账里的单位，可以带上安全员和包保干部；总监和安全员台账可以放在同一个文件里',
}
export const IMPORT_KINDS: readonly KindWords[] = [
  ENTITIES,
  { value: 'accounts', text: '包保干部', hint: '各级包保干部和工作人员；账号建好后由安全管理员发初始密码' },
  { value: 'assignments', text: '包保关系', hint: '哪位干部包保哪一家；干部名单可以放在同一个文件里' },
  { value: 'regions', text: '区划', hint: '镇街和村居的代码、名称' },
]

export const IMPORT_STATE: Record<ImportState, { text: string; tone: string }> = {
  reading: { text: '正在检查', tone: 'na' },
  checked: { text: '待导入', tone: 'warn' },
  applied: { text: '已导入', tone: 'ok' },
  undone: { text: '已撤销', tone: 'na' },
}

/** Rows that nothing stands against and that are not in yet. */
export function ready(counts: ImportCounts): number {
  return counts.rows - counts.faulty - counts.doubted - counts.taken
}

export const held = (counts: ImportCounts): number => counts.faulty + counts.doubted

/** 1248 as 1,248. */
export const grouped = (many: number): string => many.toLocaleString('en-US')

export const errorsOf = (batch: ImportShown): ImportCode[] => batch.codes.filter((one) => one.gravity === 'error')
export const warningsOf = (batch: ImportShown): ImportCode[] => batch.codes.filter((one) => one.gravity === 'warning')

/** How many cells of kinds are to be mended or answered. */
export const sumOf = (codes: readonly ImportCode[]): number => codes.reduce((sum, one) => sum + one.many, 0)

/** What sheets say of themselves and we count otherwise. */
export function totalsApart(batch: ImportShown): string[] {
  return batch.sheets
    .filter((one) => one.declared !== null && one.declared !== one.rows)
    .map((one) => `${one.name}的合计写的是 ${grouped(one.declared ?? 0)}，读到 ${grouped(one.rows)} 行，请核对有没有漏行。`)
}

/** The step a batch is opened at: columns first, where a needed one was not found. */
export function firstStep(batch: ImportShown): 'columns' | 'check' | 'confirm' {
  if (batch.state === 'undone' || (batch.state === 'applied' && !held(batch.counts))) return 'confirm'
  return batch.sheets.some((one) => one.missing.length) ? 'columns' : 'check'
}
