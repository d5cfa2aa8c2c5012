/** What a newer version of a checklist asks otherwise, question by question, in words. */

import type { Child, DeadlineSpec, Item } from './checklist-format'
import { SEVERITY } from './words'

/** One thing that changed; `before` or `after` is empty where there was or is nothing. */
export interface Change {
  what: string
  before: string
  after: string
}

export interface ChangedItem {
  item: Item
  changes: Change[]
}

export interface ChecklistDiff {
  added: Item[]
  gone: Item[]
  changed: ChangedItem[]
}

/** Compares the questions asked of one enterprise; a code names the same question for ever. */
export function diffOf(before: readonly Item[], after: readonly Item[]): ChecklistDiff {
  const old = new Map(before.map((item) => [item.code, item]))
  const now = new Set(after.map((item) => item.code))
  return {
    added: after.filter((item) => !old.has(item.code)),
    gone: before.filter((item) => !now.has(item.code)),
    changed: after
      .map((item) => ({ item, changes: changesOf(old.get(item.code) ?? item, item) }))
      .filter(({ changes }) => changes.length > 0),
  }
}

export function isSame(diff: ChecklistDiff): boolean {
  return !diff.added.length && !diff.gone.length && !diff.changed.length
}

function changesOf(before: Item, after: Item): Change[] {
  return [
    change('题目', before.text, after.text),
    change('程度', SEVERITY[before.severity] ?? '', SEVERITY[after.severity] ?? ''),
    change('整改期限', deadlineWords(before.deadline), deadlineWords(after.deadline)),
    change('不符合时', photoWords(before), photoWords(after)),
    change('不适用', naWords(before), naWords(after)),
    change('作答', before.optional ? '选填' : '必填', after.optional ? '选填' : '必填'),
    change('怎么查', before.guide, after.guide),
    change('整改要求', before.rectify, after.rectify),
    ...childChanges(childrenOf(before), childrenOf(after)),
    ...(alike(fieldOf(before), fieldOf(after)) ? [] : [{ what: '填写要求', before: '', after: '有调整' }]),
    ...(alike(before.basis, after.basis) ? [] : [{ what: '法律依据', before: '', after: '有更新' }]),
  ].filter((one) => one.before !== one.after)
}

function childChanges(before: readonly Child[], after: readonly Child[]): Change[] {
  const old = new Map(before.map((child) => [child.code, child]))
  const now = new Set(after.map((child) => child.code))
  const gone = before.filter((child) => !now.has(child.code))
  return [
    ...after.flatMap((child) => childChange(old.get(child.code), child)),
    ...gone.map((child) => change('去掉小题', childWords(child), '')),
  ]
}

function childChange(before: Child | undefined, after: Child): Change[] {
  if (!before) return [change('新增小题', '', childWords(after))]
  if (alike(before, after)) return []
  const told = change(`小题“${after.text}”`, childWords(before), childWords(after))
  return [told.before === told.after ? { ...told, before: '', after: '判定规则有调整' } : told]
}

function change(what: string, before: string, after: string): Change {
  return { what, before, after }
}

function childrenOf(item: Item): readonly Child[] {
  return item.type === 'yes_no_na' ? item.children : []
}

/** What an item itself asks for, beside what is compared in words. */
function fieldOf(item: Item): object | null {
  if (item.type === 'yes_no_na') return [item.checks ?? [], item.pictures ?? []]
  if (item.type === 'text') return null
  const { text, severity, deadline, photo_on_fail, optional, guide, rectify, basis, tier, when, source, ...rest } = item
  void [text, severity, deadline, photo_on_fail, optional, guide, rectify, basis, tier, when, source]
  return rest
}

function photoWords(item: Item): string {
  return item.type !== 'text' && item.photo_on_fail ? '要拍照' : '不一定拍照'
}

function naWords(item: Item): string {
  return item.type === 'yes_no_na' && (item.allow_na || item.needs_professional) ? '可以选' : '不能选'
}

function deadlineWords({ unit, value }: DeadlineSpec): string {
  switch (unit) {
    case 'immediate':
      return '立即'
    case 'workday':
      return `${value} 个工作日`
    case 'calendar_day':
      return `${value} 天`
    case 'hour':
      return `${value} 小时`
  }
}

function childWords(child: Child): string {
  const how = [howToFill(child), child.optional ? '选填' : ''].filter(Boolean).join('，')
  return `${child.text}（${how}）`
}

function howToFill(child: Child): string {
  switch (child.type) {
    case 'text':
      return '填文字'
    case 'number':
      return child.unit ? `填数字，单位 ${child.unit}` : '填数字'
    case 'date':
      return '选日期'
    case 'choice':
      return `${child.multiple ? '可多选' : '选一项'}：${child.options.join('、')}`
    case 'photo':
      return `拍照，最多 ${child.max_count} 张`
    case 'signature':
      return `${child.who}签名`
    case 'barcode':
      return '扫条码'
    case 'group':
      return `逐个填${child.row}：${child.columns.map((column) => column.text).join('、')}`
    case 'issue_review':
      return '核对以前的问题'
  }
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
