/** The steps of an issue's life in the words of the timeline. */

import type { IssueEvent } from './wire'
import { monthDay, monthDayClock } from './when'

interface Look {
  tone: 'ok' | 'bad' | 'acc' | ''
  icon: 'check' | 'return' | 'cross' | 'edit' | 'search' | 'flag' | 'passed' | 'clock' | 'send'
}

const PLAIN: Look = { tone: '', icon: 'check' }
const LOOKS: Record<string, Look> = {
  register: { tone: '', icon: 'edit' },
  assign: { tone: '', icon: 'send' },
  transfer: { tone: '', icon: 'send' },
  submit: { tone: 'ok', icon: 'check' },
  return: { tone: 'bad', icon: 'return' },
  close: { tone: 'ok', icon: 'passed' },
  countersign: { tone: 'ok', icon: 'passed' },
  reopen: { tone: 'bad', icon: 'return' },
  request_extension: { tone: '', icon: 'clock' },
  grant_extension: { tone: '', icon: 'clock' },
  refuse_extension: { tone: 'bad', icon: 'cross' },
  list: { tone: 'bad', icon: 'flag' },
  unlist: { tone: '', icon: 'flag' },
  file_case: { tone: 'acc', icon: 'edit' },
  refer: { tone: 'acc', icon: 'send' },
  propose_void: { tone: 'bad', icon: 'cross' },
  confirm_void: { tone: 'bad', icon: 'cross' },
  pause: { tone: '', icon: 'clock' },
  resume: { tone: '', icon: 'clock' },
  end: { tone: 'bad', icon: 'cross' },
  document: { tone: 'acc', icon: 'edit' },
  document_revoked: { tone: 'bad', icon: 'cross' },
  corrected: { tone: 'acc', icon: 'edit' },
  recount: { tone: '', icon: 'clock' },
}
export const RECHECK_RESULT: Record<string, string> = { fixed: '已改到位', not_fixed: '未改到位', repeated: '又出现了' }

export function eventTitle(event: IssueEvent): string {
  if (event.move === 'register') return event.actor.role === 'cadre' ? '督导发现，要求整改' : '登记问题，要求整改'
  if (event.move === 'submit') return event.actor.role === 'enterprise' ? '企业反馈已整改' : '代企业提交整改'
  if (event.move === 'recheck') return `干部复查：${RECHECK_RESULT[String(event.evidence['result'])] ?? ''}`
  return event.move_name
}

export function eventLook(event: IssueEvent): Look {
  if (event.move === 'recheck') {
    return event.evidence['result'] === 'fixed' ? { tone: 'ok', icon: 'search' } : { tone: 'bad', icon: 'search' }
  }
  return LOOKS[event.move] ?? PLAIN
}

/** When we had it; and what the phone's clock said, where that is another minute. */
export function eventTimes(event: IssueEvent): string[] {
  const received = monthDayClock(event.at)
  const device = event.device_at ? monthDayClock(event.device_at) : received
  return device === received ? [received] : [`手机时间 ${device}`, `收到时间 ${received}`]
}

/** What the date of a step is the date of. */
const DATED: Record<string, string> = { submit: '#改完', return: '请在#前再次提交', file_case: '#立案' }

/** What was decided with a step beside its words: to whom, how long (in the unit of the deadline), under which number. */
export function eventFacts(event: IssueEvent, countedIn = '天'): string {
  // What is under seal from the start is the issue itself, which the page shows above.
  if (event.move === 'register') return ''
  // Its note names it with its number.
  if (event.move.startsWith('document')) return ''
  const { unit_name: unit, date, days, number, deadline, deadline_before: before, deadline_after: after } = event.evidence
  if (event.move === 'recount') return `期限确定为${monthDay(String(after))}`
  return [
    event.move === 'refer' ? `移送给${event.note}` : '',
    unit ? `${event.move === 'list' ? '责任单位：' : '交给'}${String(unit)}` : '',
    days ? `申请延长 ${String(days)} ${countedIn}` : '',
    number ? `${event.move === 'file_case' ? '案号' : '文号'} ${String(number)}` : '',
    typeof date === 'string' ? (DATED[event.move] ?? '').replace('#', monthDay(date)) : '',
    typeof deadline === 'string' ? `督办期限 ${monthDay(deadline)}` : '',
    typeof after === 'string' && after !== before ? `期限改到${monthDay(after)}` : '',
    event.evidence['on_site'] === true ? '现场复核' : '',
  ].filter(Boolean).join('，')
}
