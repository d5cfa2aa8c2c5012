/** Which tag an issue wears: the deadline speaks first while the enterprise still has to act. */

import type { IssueRow } from '@/domain/wire'
import { termWords } from '@/domain/when'

export interface IssueTag {
  s: 'todo' | 'review' | 'recheck' | 'overdue' | 'back' | 'again' | 'closed' | 'voided' | 'soon'
  text?: string | undefined
}

/** 临期 begins with this many working days left. */
const SOON_WORKDAYS = 2

type Tagged = Pick<IssueRow, 'state' | 'overdue' | 'days_left' | 'returned_count' | 'reopened_count'>

export function isOpen(issue: Pick<IssueRow, 'state'>): boolean {
  return !['closed', 'voided', 'ended'].includes(issue.state)
}

/** The tag for a cadre, who re-checks what the enterprise reported; reviewers see 待复核 instead. */
export function issueTag(issue: Tagged, seenBy: 'cadre' | 'reviewer' = 'cadre'): IssueTag {
  if (issue.state === 'closed') return { s: 'closed' }
  if (issue.state === 'voided') return { s: 'voided' }
  if (issue.state === 'ended') return { s: 'voided', text: '已终结' }
  if (issue.state === 'reviewing') return { s: seenBy === 'cadre' ? 'recheck' : 'review' }
  if (issue.overdue) return { s: 'overdue', text: issue.days_left < 0 ? termWords(issue.days_left) : '已逾期' }
  if (issue.reopened_count && issue.state === 'rectifying') return { s: 'again' }
  if (issue.returned_count > 0 && issue.state === 'rectifying') return { s: 'back' }
  if (issue.days_left <= SOON_WORKDAYS) return { s: 'soon', text: termWords(issue.days_left) }
  if (seenBy === 'reviewer' && issue.state === 'assigned') return { s: 'todo', text: '待签收' }
  if (seenBy === 'reviewer' && issue.state === 'registered') return { s: 'todo', text: '待交办' }
  return { s: 'todo' }
}
