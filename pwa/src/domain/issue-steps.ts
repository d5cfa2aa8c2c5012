/** What happens next with an issue, in words for who looks at it. */

import type { IssueShown, Role } from './wire'

export interface NextStep {
  title: string
  text: string
}

const CADRES: readonly Role[] = ['cadre', 'assistant']

/** The open step on top of the timeline; null once nothing is open any more. */
export function nextStep(issue: IssueShown, role: Role): NextStep | null {
  const unit = issue.unit?.name ?? '市场监管所'
  switch (issue.state) {
    case 'registered':
      return { title: '等待交办', text: '由县食药安办交给承办单位。' }
    case 'assigned':
      return issue.moves.some((one) => one.move === 'accept')
        ? { title: '等你签收', text: '签收后把整改链接发给企业。' }
        : { title: '等待签收', text: `已交给${unit}。` }
    case 'rectifying':
      if (issue.flags.paused) return { title: '暂停计时', text: '停业、检验期间期限不走。' }
      return { title: '等企业整改', text: `${unit}正在跟进，企业改完会提交照片和说明。` }
    case 'reviewing':
      return reviewing(issue, role)
    default:
      return null
  }
}

function reviewing(issue: IssueShown, role: Role): NextStep {
  if (CADRES.includes(role)) return { title: '等你复查', text: '下次到现场时核对，复查结果会给审核人看。' }
  if (issue.flags.awaiting_countersign) return { title: '等县局会签', text: '重大问题由县局另一人会签后销号。' }
  const mine = issue.moves.some((one) => one.move === 'close')
  return mine ? { title: '等你审核', text: '看照片和说明，退回或同意销号。' } : { title: '等待审核', text: '由市场监管部门审核。' }
}
