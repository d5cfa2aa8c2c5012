/** The buttons under an issue: the next step large, one beside it, the rest behind 更多. */

import type { IssueShown, Move, MoveName } from '@/domain/wire'

/** From the most likely next step to the rarest; 重新打开 is grave and rare, no button of its own. */
const ORDER: readonly MoveName[] = [
  'accept', 'assign', 'grant_extension', 'close', 'countersign', 'confirm_void', 'resume', 'submit',
]
/** What somebody waits for goes before sending the link once more. */
const BEFORE_LINK: readonly MoveName[] = ['grant_extension', 'resume']
const BESIDE: readonly MoveName[] = ['return', 'refuse_extension', 'submit', 'transfer', 'unlist']

export type Action = { is: 'move'; move: Move } | { is: 'link' } | { is: 'review' }

export interface Actions {
  main: Action | null
  beside: Action | null
  more: Move[]
}

/** `own` is the unit of who looks: what was given to another is theirs to take on. */
export function actionsFor(issue: IssueShown, mayLink: boolean, own: string | null): Actions {
  const { moves } = issue
  if (moves.some(({ move }) => move === 'close' || move === 'countersign' || move === 'return')) {
    return { main: { is: 'review' }, beside: null, more: moves.filter(({ move }) => !['close', 'countersign', 'return'].includes(move)) }
  }
  const others = issue.unit !== null && issue.unit.id !== own
  const byOrder = (order: readonly MoveName[], but?: Move) =>
    order.filter((name) => name !== 'accept' || !others).map((name) => moves.find((one) => one.move === name && one !== but)).find((one) => one !== undefined)
  const sendLink = mayLink && issue.state === 'rectifying' && !moves.some(({ move }) => BEFORE_LINK.includes(move))
  const mainMove = sendLink ? undefined : byOrder(ORDER)
  const besideMove = byOrder(BESIDE, mainMove)
  const main: Action | null = sendLink ? { is: 'link' } : mainMove ? { is: 'move', move: mainMove } : null
  return {
    main,
    beside: besideMove ? { is: 'move', move: besideMove } : null,
    more: moves.filter((one) => one !== mainMove && one !== besideMove),
  }
}
