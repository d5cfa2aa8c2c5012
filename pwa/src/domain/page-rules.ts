/** Which pages are whose: by permission, and whatever stands in no line is everybody's. */

import type { Me } from '@/domain/wire'

/** A page and what lies below it, opened by any one of the permissions; the narrower line comes first. */
const RULES: readonly (readonly [page: string, ...permissions: string[]])[] = [
  ['/home', 'submit_inspection', 'draft_inspection'],
  ['/tasks', 'see_entities'],
  ['/entity', 'see_entities'],
  ['/issues', 'see_issues'],
  ['/issue', 'see_issues'],
  ['/ledger', 'see_issues'],
  ['/register', 'register_issue'],
  ['/changes', 'see_changes'],
  ['/periods', 'see_changes'],
  ['/matching', 'manage_registry'],
  ['/duties', 'manage_registry'],
  ['/imports', 'manage_registry'],
  ['/notices', 'manage_notices'],
  ['/opinions', 'manage_notices'],
  ['/papers', 'manage_notices'],
  ['/commitment', 'submit_inspection'],
  ['/records', 'see_inspections'],
  ['/record', 'see_inspections'],
  ['/checklists/drafts', 'make_checklists'],
  ['/checklists', 'see_checklists'],
  ['/documents', 'issue_document'],
  ['/quarters', 'manage_registry'],
  ['/calendars', 'manage_calendars'],
  ['/undelivered', 'see_undelivered', 'watch_undelivered'],
  ['/accounts', 'manage_accounts'],
  ['/audit', 'read_audit'],
]

export function mayOpen(path: string, me: Pick<Me, 'permissions'>): boolean {
  const rule = RULES.find(([page]) => path === page || path.startsWith(`${page}/`))
  return !rule || rule.slice(1).some((one) => me.permissions.includes(one))
}
