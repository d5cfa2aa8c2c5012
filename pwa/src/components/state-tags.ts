/** Every state tag: tone, icon and word together, never a colour alone. */

import type { IconName } from '@/icons'

export type StateTag =
  | 'todo' | 'review' | 'recheck' | 'overdue' | 'back' | 'again' | 'closed' | 'voided' | 'soon'
  | 'local' | 'up' | 'fail' | 'confirm' | 'done' | 'wait' | 'signin' | 'kept'

interface Look {
  tone: 'ok' | 'bad' | 'warn' | 'acc' | 'na'
  icon: IconName
  word: string
}

export const STATE_TAGS: Record<StateTag, Look> = {
  todo: { tone: 'warn', icon: 'clock', word: '待整改' },
  review: { tone: 'acc', icon: 'eye', word: '待复核' },
  recheck: { tone: 'acc', icon: 'search', word: '待复查' },
  overdue: { tone: 'bad', icon: 'warn', word: '已逾期' },
  back: { tone: 'bad', icon: 'return', word: '已退回' },
  again: { tone: 'bad', icon: 'return', word: '重新打开' },
  closed: { tone: 'ok', icon: 'passed', word: '已销号' },
  voided: { tone: 'na', icon: 'failed', word: '已作废' },
  soon: { tone: 'warn', icon: 'clock', word: '临期' },
  local: { tone: 'warn', icon: 'document', word: '仅存本机' },
  up: { tone: 'acc', icon: 'upload', word: '上传中' },
  fail: { tone: 'bad', icon: 'warn', word: '上传失败' },
  confirm: { tone: 'warn', icon: 'info', word: '需确认' },
  done: { tone: 'ok', icon: 'passed', word: '已上传' },
  wait: { tone: 'na', icon: 'clock', word: '等待网络' },
  kept: { tone: 'acc', icon: 'shield', word: '服务器保管' },
  signin: { tone: 'warn', icon: 'lock', word: '等待登录' },
}
