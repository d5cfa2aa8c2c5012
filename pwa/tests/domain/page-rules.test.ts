import { describe, expect, it } from 'vitest'

import { mixedGrades } from '@/domain/matching-words'
import { mayOpen } from '@/domain/page-rules'

const office = { permissions: ['see_entities', 'see_issues', 'see_changes', 'register_issue', 'issue_document', 'make_checklists', 'see_checklists'] }
const secadmin = { permissions: ['manage_accounts', 'watch_undelivered'] }
const cadre = { permissions: ['see_entities', 'see_inspections', 'see_issues', 'submit_inspection'] }
const assistant = { permissions: ['draft_inspection'] }

describe('pages', () => {
  it.each([
    ['/home', cadre, true],
    ['/home', assistant, true],
    ['/home', office, false],
    ['/audit', secadmin, false],
    ['/undelivered', secadmin, true],
    ['/entity/1/register', office, true],
    ['/entity/1', secadmin, false],
    ['/checklists/drafts/1', office, true],
    ['/checklists/drafts/1', { permissions: ['see_checklists'] }, false],
    ['/checklists', { permissions: ['see_checklists'] }, true],
    ['/register', cadre, false],
    ['/record/1', cadre, true],
    ['/documents', office, true],
    ['/documents', cadre, false],
    ['/quarters', { permissions: ['issue_document'] }, false],
    ['/calendars', office, false],
    ['/calendars', { permissions: ['manage_calendars'] }, true],
    ['/commitment', cadre, true],
    ['/commitment', office, false],
    ['/me', secadmin, true],
    ['/homely', office, true],
  ] as const)('%s', (path, me, opened) => {
    expect(mayOpen(path, { permissions: [...me.permissions] })).toBe(opened)
  })
})

describe('firms chosen together', () => {
  it.each([
    [[], ''],
    [['B', 'B'], ''],
    [['C', 'B', 'C'], '所选有 B、C 两级，请分开匹配'],
    [['D', 'A', 'B'], '所选有 A、B、D 三级，请分开匹配'],
  ])('%s', (grades, said) => {
    expect(mixedGrades(grades)).toBe(said)
  })
})
