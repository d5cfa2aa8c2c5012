/** Lines of the audit trail in the words of the trade. */

import type { AuditRow } from './wire'
import { OUTCOME } from './words'

const ACTION: Record<string, string> = {
  'auth.signed_in': '登录',
  'auth.signed_out': '退出登录',
  'auth.refused': '登录被拒',
  'auth.refresh_reused': '登录凭证被重复使用，已退出',
  'account.created': '新建账号',
  'account.password_changed': '修改密码',
  'account.password_refused': '修改密码时原密码不对',
  'account.password_reset': '重置密码',
  'account.disabled': '停用账号',
  'account.enabled': '启用账号',
  'account.unlocked': '解锁账号',
  'phones.read': '查看完整电话',
  'notice.issue': '发放公示牌',
  'notice.revoke': '收回公示牌',
  'notice.print': '打印公示牌',
  'opinion.read': '意见建议标为已阅',
  'opinion.done': '意见建议标为已办',
  'commitment.sign': '签承诺书',
  'entity.appointed': '指定包保干部',
  'entity.graded': '调整包保级别',
  'entity.state_proposed': '提出经营状态变化',
  'entity.state_told': '通报经营状态变化',
  'entity.state_changed': '认可经营状态变化',
  'entity.state_refused': '不认可经营状态变化',
  'entity.transfer_proposed': '提出划转',
  'entity.transferred': '接收划转',
  'entity.transfer_refused': '不接收划转',
  'entity.transfer_withdrawn': '撤回划转',
  'cadre.departs': '登记干部离任',
  'cadre.stays': '取消干部离任',
  'cadre.stand_in': '安排代理干部',
  'cadre.stand_in_ended': '结束代理',
  'cadre.duty': '调整分管和片区',
  'frequency.added': '加频次规则',
  'frequency.ended': '结束频次规则',
  'quarter.exported': '导出季度快照',
  'matching.propose': '自动建议匹配',
  'matching.apply': '确认整批匹配',
  'matching.drop': '放弃匹配草稿',
  'matching.undo': '撤回整批匹配',
  'import.checked': '核对导入的表',
  'import.answered': '写明照样导入的原因',
  'import.applied': '导入名录',
  'import.undone': '撤销导入',
  'checklist.draft': '传入督导表新版',
  'checklist.publish': '发布督导表',
  'checklist.withdraw': '撤下督导表新版',
  'calendar.load': '装入工作日历',
  'document.issue': '发文书',
  'document.sign': '登记文书签收',
  'document.feedback': '登记文书反馈',
  'document.revoke': '作废文书',
  'draft.hand_over': '代拟交领导签字',
  'draft.give_back': '代拟退回协助人',
  'issue.export': '导出问题清单',
  'issue.remind': '催办问题',
  'inspection.submit': '提交督导',
  'quarantine.kept': '交服务器保管',
  'quarantine.delivered': '收下未送达的记录',
  'quarantine.declined': '退回未送达的记录',
  'link.make': '开出整改链接',
  'link.revoke': '收回整改链接',
  'link.code_passed': '整改链接验证码通过',
  'link.code_refused': '整改链接验证码不对',
  'demo.loaded': '装入演示数据',
}

/** Moves of the ledger as the ledger calls them. */
const MOVE: Record<string, string> = {
  register: '登记',
  assign: '交办',
  transfer: '转办',
  accept: '签收',
  submit: '提交整改',
  return: '退回',
  close: '同意销号',
  countersign: '会签销号',
  request_extension: '申请延期',
  grant_extension: '同意延期',
  refuse_extension: '不同意延期',
  propose_void: '提议作废',
  confirm_void: '确认作废',
  reopen: '重新打开',
  file_case: '登记立案',
  refer: '移送',
  list: '挂牌督办',
  unlist: '解除挂牌',
  pause: '暂停计时',
  resume: '恢复计时',
  end: '终结',
}

/** An action nobody named yet is shown as it is written: the trail hides nothing. */
export function actionName(action: string): string {
  const move = action.startsWith('issue.') ? MOVE[action.slice('issue.'.length)] : undefined
  return move ? `问题${move}` : (ACTION[action] ?? action)
}

/** Who did it where the line names nobody: the session had ended, or never began. */
const NOBODY: Record<string, string> = {
  'auth.refused': '未登录的人',
  'auth.signed_out': '账号本人',
  'auth.refresh_reused': '未登录的人',
}

/** Who did it. */
export function whoDid(row: AuditRow): string {
  if (row.actor_name) return row.actor_name
  const by = row.detail['by']
  return typeof by === 'string' && by.startsWith('link:') ? '企业（整改链接）' : (NOBODY[row.action] ?? '系统')
}

/** What it was done to, as far as the line says. */
export function aboutWhat(row: AuditRow): string {
  const { number, outcome, issues, entities, short_code: code } = row.detail
  return [
    typeof number === 'string' && `编号 ${number}`,
    typeof code === 'string' && `公示编号 ${code}`,
    typeof outcome === 'string' && (OUTCOME[outcome] ?? outcome),
    typeof issues === 'number' && issues > 0 && `${issues} 项问题`,
    Array.isArray(entities) && `${entities.length} 家企业`,
  ]
    .filter(Boolean)
    .join('，')
}
