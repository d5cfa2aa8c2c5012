/** What happens next with an issue, in words for who looks at it. */

import { extensionWords } from './issue-clock'
import type { IssueShown, MoveName, Role } from './wire'

export interface NextStep {
  title: string
  text: string
}

const CADRES: readonly Role[] = ['cadre', 'assistant']

/** The open step on top of the timeline; null once nothing is open any more. `own` is the unit of who looks. */
export function nextStep(issue: IssueShown, role: Role, own: string | null): NextStep | null {
  const unit = issue.unit?.name ?? '市场监管所'
  switch (issue.state) {
    case 'registered':
      if (issue.flags.void_proposal) return voiding(issue)
      return { title: '等待交办', text: '由县食药安办交给承办单位。' }
    case 'assigned':
      if (issue.flags.void_proposal) return voiding(issue)
      return may(issue, 'accept') && (!issue.unit || issue.unit.id === own)
        ? { title: '等你签收', text: '签收后把整改链接发给企业。' }
        : { title: '等待签收', text: `已交给${unit}，由它签收。` }
    case 'rectifying':
      if (issue.flags.paused) return { title: '暂停计时', text: '停业、检验期间期限不走。' }
      if (awaitsExtension(issue)) return extending(issue)
      return { title: '等企业整改', text: `${unit}正在跟进，企业改完会提交照片和说明。` }
    case 'reviewing':
      return reviewing(issue, role)
    default:
      return null
  }
}

export function awaitsExtension(issue: IssueShown): boolean {
  return issue.state === 'rectifying' && issue.flags.extension?.['status'] === 'requested'
}

/** Why an issue under review cannot be closed by who looks at it; empty where it can. */
export function whyNotClosed(issue: IssueShown): string {
  if (issue.state !== 'reviewing' || issue.moves.some(({ move }) => move === 'close' || move === 'countersign')) return ''
  if (issue.listed) return '正在挂牌督办，由挂牌的食药安办解除后才能销号。'
  return issue.flags.awaiting_countersign ? '已同意销号，等县局另一人会签。' : ''
}

const may = (issue: IssueShown, name: MoveName): boolean => issue.moves.some(({ move }) => move === name)

function voiding(issue: IssueShown): NextStep {
  if (may(issue, 'confirm_void')) return { title: '等你确认作废', text: '不该作废的不用确认，由承办单位签收后照常办理。' }
  const text = may(issue, 'accept') ? '不该作废的，签收后照常办理。' : '由食药安办另一人确认。'
  return { title: '等待确认作废', text }
}

function extending(issue: IssueShown): NextStep {
  const title = may(issue, 'grant_extension') ? '等你审批延期' : '等县局审批延期'
  return { title, text: `申请延长 ${extensionWords(issue.flags.extension ?? {})}，批下来以前按现在的期限整改。` }
}

function reviewing(issue: IssueShown, role: Role): NextStep {
  if (CADRES.includes(role)) return { title: '等你复查', text: '下次到现场时核对，复查结果会给复核人看。' }
  if (issue.listed) return { title: '等待解除挂牌', text: '挂牌督办期间不能销号，没改好的可以退回。' }
  if (issue.flags.awaiting_countersign) {
    return may(issue, 'countersign')
      ? { title: '等你会签', text: '看照片和复核意见，退回或会签销号。' }
      : { title: '等县局会签', text: '重大问题由县局另一人会签后销号。' }
  }
  const mine = may(issue, 'close')
  return mine ? { title: '等你复核', text: '看照片和说明，退回或同意销号。' } : { title: '等待复核', text: '由市场监管部门复核。' }
}
