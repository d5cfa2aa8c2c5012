/** Where a role can go from the desk's side menu; only what the product has for it. */

import type { Role } from '@/domain/wire'
import type { IconName } from '@/icons'

export interface Place {
  to: string
  icon: IconName
  name: string
  /** Other addresses that belong to it. */
  also?: readonly string[]
  /** The permission it needs, where not everybody of the role has it. */
  may?: string
}

const LEDGER: Place = { to: '/ledger', icon: 'ledger', name: '问题台账', also: ['/issue/', '/review/'] }
const ENTITIES: Place = { to: '/tasks', icon: 'shop', name: '企业名录', also: ['/entity/'] }
const CHANGES: Place = { to: '/changes', icon: 'people', name: '包保变动', may: 'see_changes' }
const PERIODS: Place = { to: '/periods', icon: 'clock', name: '频次和快照', may: 'see_changes' }
const MATCHING: Place = { to: '/matching', icon: 'matching', name: '包保匹配', also: ['/matching/', '/duties'], may: 'manage_registry' }
const REGISTER: Place = { to: '/register', icon: 'plus', name: '登记问题', may: 'register_issue' }
const RECORDS: Place = { to: '/records', icon: 'document', name: '督导记录', also: ['/record/'], may: 'see_inspections' }
const DOCUMENTS: Place = { to: '/documents', icon: 'sign', name: '文书', also: ['/quarters'], may: 'issue_document' }
const NOTICES: Place = { to: '/notices', icon: 'qr', name: '公示牌', also: ['/opinions', '/papers'], may: 'manage_notices' }
const KEPT: Place = { to: '/undelivered', icon: 'shield', name: '未送达', may: 'see_undelivered' }
const WATCHED: Place = { ...KEPT, may: 'watch_undelivered' }
const ACCOUNTS: Place = { to: '/accounts', icon: 'people', name: '账号' }
const CHECKLISTS: Place = { to: '/checklists', icon: 'tasks', name: '督导表', also: ['/checklists/'], may: 'make_checklists' }
const CALENDARS: Place = { to: '/calendars', icon: 'calendar', name: '工作日历' }
const IMPORTS: Place = { to: '/imports', icon: 'upload', name: '批量导入', also: ['/imports/'], may: 'manage_registry' }
const MESSAGES: Place = { to: '/messages', icon: 'bell', name: '消息' }
const AUDIT: Place = { to: '/audit', icon: 'history', name: '操作日志' }
const ME: Place = { to: '/me', icon: 'user', name: '我的', also: ['/password', '/sync'] }

const OFFICIAL = [LEDGER, REGISTER, ENTITIES, CHANGES, MATCHING, PERIODS, IMPORTS, NOTICES, RECORDS, DOCUMENTS, CHECKLISTS, MESSAGES, KEPT, ME]

const PLACES: Partial<Record<Role, readonly Place[]>> = {
  station: OFFICIAL,
  bureau: OFFICIAL,
  office: OFFICIAL,
  inspector: OFFICIAL,
  secadmin: [ACCOUNTS, WATCHED, ME],
  sysadmin: [CHECKLISTS, CALENDARS, WATCHED, ME],
  auditor: [AUDIT, ME],
}

export function placesOf(role: Role, can: (permission: string) => boolean): readonly Place[] {
  return (PLACES[role] ?? []).filter((one) => !one.may || can(one.may))
}

export function isAt(place: Place, path: string): boolean {
  return path === place.to || (place.also?.some((one) => path.startsWith(one)) ?? false)
}
