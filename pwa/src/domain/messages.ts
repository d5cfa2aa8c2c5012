/** 消息: the day's digest, what could not wait, and the feedback on one's own issues, as one list. */

import type { FeedbackRow, Instant, MessageRow } from './wire'

export interface Told {
  id: string
  at: Instant
  title: string
  lines: { text: string; to: string }[]
  urgent: boolean
  fresh: boolean
}

/** Newest first; a message counts as read from the instant up to which this phone's reader has read. A cadre is answered, an office is reminded. */
export function toldList(messages: readonly MessageRow[], feedback: readonly FeedbackRow[], readUpTo: Instant | null, goesOut: boolean): Told[] {
  const own = messages.map((one) => ({
    id: one.id,
    at: one.at,
    title: one.kind === 'digest' ? '每日提醒' : one.title,
    lines: one.lines,
    urgent: one.kind === 'critical',
    fresh: isFresh(one, readUpTo),
  }))
  const answers = feedback.map((one) => ({
    id: one.id,
    at: one.at,
    title: goesOut ? '反馈' : '催办',
    lines: [{ text: one.text, to: `/issue/${one.issue_id}` }],
    urgent: false,
    fresh: !one.read_at,
  }))
  return [...own, ...answers].sort((a, b) => b.at.localeCompare(a.at))
}

export function freshCount(messages: readonly MessageRow[], feedback: readonly FeedbackRow[], readUpTo: Instant | null): number {
  return messages.filter((one) => isFresh(one, readUpTo)).length + feedback.filter((one) => !one.read_at).length
}

function isFresh(one: MessageRow, readUpTo: Instant | null): boolean {
  return !one.read_at && (readUpTo === null || Date.parse(one.at) > Date.parse(readUpTo))
}
