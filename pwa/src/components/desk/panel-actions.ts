/** The buttons of the panel: a review is decided where it is read, everything else as on the issue's page. */

import { actionsFor, type Actions } from '@/components/issue-actions'
import type { IssueShown, MoveName } from '@/domain/wire'

const AGREE: readonly MoveName[] = ['close', 'countersign']
/** After these the issue is no longer this person's: the next one opens. */
const DECISIONS: readonly MoveName[] = [
  ...AGREE, 'return', 'assign', 'transfer', 'grant_extension', 'refuse_extension', 'propose_void', 'confirm_void', 'end',
]

export function panelActions(issue: IssueShown, mayLink: boolean, own: string | null): Actions {
  const asOnPage = actionsFor(issue, mayLink, own)
  if (asOnPage.main?.is !== 'review') return asOnPage
  const agree = issue.moves.find(({ move }) => AGREE.includes(move))
  const back = issue.moves.find(({ move }) => move === 'return')
  return {
    main: agree ? { is: 'move', move: agree } : null,
    beside: back ? { is: 'move', move: back } : null,
    more: asOnPage.more,
  }
}

export function isDecision(move: MoveName): boolean {
  return DECISIONS.includes(move)
}
