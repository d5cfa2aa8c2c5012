/** The tab bar of each role: cadres go out and scan, offices work the ledger. */

import type { Role } from '@/domain/wire'
import type { IconName } from '@/icons'

export interface Tab {
  to: string
  icon: IconName
  name: string
}

const HOME: Tab = { to: '/home', icon: 'home', name: '首页' }
const TASKS: Tab = { to: '/tasks', icon: 'tasks', name: '任务' }
const SCAN: Tab = { to: '/scan', icon: 'scan', name: '扫码督导' }
const ISSUES: Tab = { to: '/issues', icon: 'warn', name: '问题' }
const ME: Tab = { to: '/me', icon: 'user', name: '我的' }
const LEDGER: Tab = { to: '/ledger', icon: 'ledger', name: '台账' }
const ENTITIES: Tab = { to: '/tasks', icon: 'shop', name: '企业' }
const ACCOUNTS: Tab = { to: '/accounts', icon: 'people', name: '账号' }

const CHECKLISTS: Tab = { to: '/checklists', icon: 'document', name: '督导表' }
const AUDIT: Tab = { to: '/audit', icon: 'history', name: '审计记录' }

const FIELD = [HOME, TASKS, SCAN, ISSUES, ME]
const DESK = [LEDGER, ENTITIES, ME]

const TABS: Record<Role, readonly Tab[]> = {
  cadre: FIELD,
  assistant: FIELD,
  station: DESK,
  bureau: DESK,
  office: DESK,
  inspector: DESK,
  secadmin: [ACCOUNTS, ME],
  sysadmin: [CHECKLISTS, ME],
  auditor: [AUDIT, ME],
}

export function tabsOf(role: Role): readonly Tab[] {
  return TABS[role]
}

/** Whether this role's lists are on the phone, or read from the server. */
export function worksFromPhone(role: Role): boolean {
  return TABS[role] === FIELD
}
