/** Wire names in the words of the trade. */

import type { IssueState } from './wire'
import type { Waits } from './wire-ledger'

export const BUSINESS_TYPE: Record<string, string> = {
  production: '食品生产',
  circulation: '食品销售',
  catering: '餐饮服务',
  special: '特殊食品',
}

export const GRADE_LEVEL: Record<string, string> = {
  A: '市级包保',
  B: '县级包保',
  C: '镇街包保',
  D: '村居包保',
}

export const ENTITY_STATE: Record<string, string> = {
  open: '在营',
  suspended: '停业',
  dormant: '歇业',
  deregistered: '注销',
  revoked: '吊销',
  moved: '迁出',
  not_found: '查无下落',
  duplicate: '重复主体',
}

export const CONTACT_ROLE: Record<string, string> = {
  owner: '主要负责人',
  director: '食品安全总监',
  officer: '食品安全员',
}

export const CONCLUSION: Record<string, string> = {
  none: '未发现问题',
  minor: '发现一般问题',
  major: '发现较重问题',
  critical: '发现重大问题',
  not_done: '无法督导',
}

export const OUTCOME: Record<string, string> = {
  done: '已督导',
  closed_door: '闭门',
  suspended: '停业',
  refused: '拒绝配合',
  not_found: '查无此户',
  not_food: '不再经营食品',
}

export const SEVERITY: Record<string, string> = { minor: '一般', major: '较重', critical: '重大' }

export const ISSUE_STATE: Record<IssueState, string> = {
  registered: '待交办',
  assigned: '待签收',
  rectifying: '整改中',
  reviewing: '待复核',
  closed: '已销号',
  voided: '已作废',
  ended: '已终结',
}

/** What somebody asked for, and another is to answer. */
export const WAITS: Record<Waits, string> = { extension: '申请延期', void: '提议作废', countersign: '待会签' }

export const ANSWER: Record<string, string> = { yes: '符合', no: '不符合', na: '不适用' }

export const MODE: Record<string, string> = {
  onsite: '现场督导',
  group: '集中督导',
  briefing: '集中汇报',
  video: '视频督导',
}

export const ROLE: Record<string, string> = {
  cadre: '包保干部',
  assistant: '协助人',
  station: '市场监管所',
  bureau: '县市场监管局',
  office: '食药安办',
  inspector: '督查人员',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditor: '审计员',
  regulator: '监管人员',
  enterprise: '企业在场人员',
  other: '其他人员',
}

/** 包保分级 is a level of responsibility, not a score. */
export function gradeName(grade: string): string {
  return `${grade}级 · ${GRADE_LEVEL[grade] ?? '包保'}`
}

/** A place as its own people call it: without the city, unless it is the city itself. */
export function placeName(path: string): string {
  return path.replace(/^[^市县区]{1,4}市(?=.)/, '')
}
