/** The list of 上传情况: what needs a person first, then what is moving, waiting, and arrived. */

import { isOwed, type Intent, type Sending } from '@/domain/intent'

export type Standing = 'failing' | 'uploading' | 'waiting' | 'kept' | 'uploaded'

export function standing(intent: Intent): Standing {
  const { state } = intent
  if (state.at === 'refused' || state.at === 'signin') return 'failing'
  if (state.at === 'kept') return keptStanding(state)
  if (state.at === 'sending' || (state.at === 'accepted' && isOwed(intent))) return state.at === 'accepted' && state.why ? 'failing' : 'uploading'
  return state.at === 'accepted' ? 'uploaded' : 'waiting'
}

type KeptState = Extract<Sending, { at: 'kept' }>

function keptStanding(state: KeptState): Standing {
  if (state.fate?.state === 'declined' || state.why) return 'failing'
  return state.fate?.state === 'delivered' && state.sent >= state.total ? 'uploaded' : 'kept'
}

const ORDER: Record<Standing, number> = { failing: 0, uploading: 1, waiting: 2, kept: 3, uploaded: 4 }

/** Unfinished ones by urgency, the oldest first; being read is no news and stays out unless refused. */
export function unfinished(intents: readonly Intent[]): Intent[] {
  return intents
    .filter((made) => standing(made) !== 'uploaded' && (made.kind !== 'feedback_read' || made.state.at === 'refused'))
    .sort((a, b) => ORDER[standing(a)] - ORDER[standing(b)] || a.madeAt.localeCompare(b.madeAt))
}

export function uploaded(intents: readonly Intent[]): Intent[] {
  return intents
    .filter((made) => standing(made) === 'uploaded' && made.kind !== 'feedback_read')
    .sort((a, b) => b.madeAt.localeCompare(a.madeAt))
}

export function kindName(intent: Intent): string {
  switch (intent.kind) {
    case 'inspection':
      return intent.body.outcome === 'done' ? '督导记录' : '无法督导登记'
    case 'move':
      return '问题办理'
    case 'issue':
      return '问题登记'
    case 'feedback_read':
      return '反馈已读'
    case 'handing':
      return '交领导签字'
    case 'give_back':
      return '退回协助人'
    case 'commitment':
      return '承诺书签字'
  }
}

/** What stands in the way, in words; null when nothing does. */
export function reason(intent: Intent, online: boolean): string | null {
  const { state } = intent
  switch (state.at) {
    case 'refused':
      return state.why
    case 'signin':
      return '登录已过期。重新登录后会自动上传。'
    case 'accepted': {
      const left = state.total - state.sent
      if (state.doneWithout) return `缺 ${state.doneWithout} 张照片，已确认。`
      if (left <= 0) return null
      if (state.gone === left) return `有 ${left} 张照片不在这部手机上了，传不了。文字${state.sent ? `和其余 ${state.sent} 张` : ''}已上传。`
      return `还有 ${left} 张照片没传完。文字${state.sent ? `和其余 ${state.sent} 张` : ''}已上传。`
    }
    case 'kept':
      return keptReason(state)
    case 'waiting':
      if (state.keeping && !online) return '联网后交服务器保管。'
      if (!online) return '联网后自动上传。'
      return state.why ?? null
    case 'sending':
      return null
  }
}

/** What became of a record that the server keeps, in words. */
function keptReason(state: KeptState): string | null {
  const { fate } = state
  if (fate?.state === 'declined') return `食药安办没有收下：${fate.note}`
  if (state.why) return state.why
  const left = state.total - state.sent
  if (left > 0) return `文字已交服务器保管，还有 ${left} 张照片没传完。`
  return fate?.state === 'delivered' ? null : '已交服务器保管，等食药安办处理。这部手机坏了也不会丢。'
}

/** Whether all that is still missing are photos this phone no longer has. */
export function onlyLacksWhatIsGone({ state }: Intent): boolean {
  return state.at === 'accepted' && Boolean(state.gone) && state.sent + (state.gone ?? 0) >= state.total && !state.doneWithout
}

/** Whether the server kept both this and other content under the same number. */
export function isKeptTwice(intent: Intent): boolean {
  return intent.state.at === 'refused' && intent.state.problem?.type === '/problems/inspection-differs'
}

/** Whether a visit was handed in here that the list of `syncedAt` cannot know of; a refused one is not. */
export function isVisitOnItsWay(intent: Intent, syncedAt: string): boolean {
  if (intent.kind !== 'inspection' || intent.state.at === 'refused') return false
  if (intent.state.at === 'kept') return intent.state.fate?.state !== 'declined'
  return intent.state.at !== 'accepted' || intent.state.acceptedAt > syncedAt
}
