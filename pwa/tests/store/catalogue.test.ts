import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checklistFor, entities, entityByNotice, formOf, issuesOf, latestChecklist, meta } from '@/store/catalogue'
import { takeIn } from '@/store/take-in'
import type { IssueShown } from '@/domain/wire'
import { aPage, anEntity, emptied, stocked } from '../support/phone'

beforeEach(() => stocked())
afterEach(emptied)

const anIssue = (id: string) => ({ id, state: 'closed', entity: { id: 'e-1', name: '泉边小面馆' } }) as IssueShown

describe('the list on the phone', () => {
  it('finds an enterprise by the token on its notice, and by the short code however typed', async () => {
    for (const code of ['Zk3vQ0aB7_x-9LmN2pQrStUv', '7K3M9QAD', '7k3m-9qad']) {
      expect((await entityByNotice(code))?.id).toBe('e-1')
    }
    expect(await entityByNotice('ZZZZZZZZ')).toBeNull()
  })

  it('takes in changes and forgets what was removed', async () => {
    await takeIn(aPage({ full: false, entities: [anEntity({ id: 'e-2', name: '另一家' })], issues: [anIssue('i-1')] }))
    expect((await entities()).map((one) => one.id)).toEqual(['e-1', 'e-2'])
    await takeIn(aPage({ full: false, entities: [], removed_entities: ['e-1'] }))
    expect((await entities()).map((one) => one.id)).toEqual(['e-2'])
    expect(await issuesOf('e-1')).toEqual([])
  })

  it('is replaced by a full page', async () => {
    await takeIn(aPage({ full: true, entities: [anEntity({ id: 'e-9' })] }))
    expect((await entities()).map((one) => one.id)).toEqual(['e-9'])
  })

  it('is replaced by pages only once the last one is here, and an abandoned run counts for nothing', async () => {
    const first = { full: true, more: true, entities: [anEntity({ id: 'e-7' })] }
    await takeIn(aPage({ ...first, run: 'abandoned', entities: [anEntity({ id: 'e-6' })] }))
    await takeIn(aPage({ ...first, run: 'second' }))
    expect((await entities()).map((one) => one.id)).toEqual(['e-1', 'e-6', 'e-7'])
    await takeIn(aPage({ full: true, run: 'second', entities: [anEntity({ id: 'e-8' })] }))
    expect((await entities()).map((one) => one.id)).toEqual(['e-7', 'e-8'])
  })

  it('forgets an issue that its enterprise no longer has', async () => {
    await takeIn(aPage({ full: false, issues: [anIssue('i-1'), anIssue('i-2')] }))
    await takeIn(aPage({ full: false, issues: [anIssue('i-2')] }))
    expect((await issuesOf('e-1')).map((one) => one.id)).toEqual(['i-2'])
  })

  it('knows how far the phone’s clock is off', async () => {
    await takeIn(aPage({ server_time: '2026-11-23T03:00:00Z' }), Date.parse('2026-11-23T03:05:00Z'))
    expect((await meta(Date.parse('2026-11-23T04:00:00Z')))?.skewMs).toBe(300_000)
  })

  it('does not go by an old error of the clock once that was set back', async () => {
    await takeIn(aPage({ server_time: '2026-11-23T03:00:00Z' }), Date.parse('2026-11-25T03:00:00Z'))
    expect((await meta(Date.parse('2026-11-25T04:00:00Z')))?.skewMs).toBe(2 * 86_400_000)
    expect((await meta(Date.parse('2026-11-23T03:10:00Z')))?.skewMs).toBe(0)
  })

  it('offers the newest checklist version in force on the day', async () => {
    const pin = (version: number, valid_from: string, valid_to: string | null) =>
      ({ id: 'catering', version, digest: 'd', valid_from, valid_to })
    await takeIn(aPage({ checklists: [pin(1, '2026-01-01', '2026-12-31'), pin(2, '2026-12-01', null), pin(3, '2027-06-01', null)] }))
    expect(await latestChecklist('catering', '2026-11-30')).toEqual({ id: 'catering', version: 1 })
    expect(await latestChecklist('catering', '2026-12-01')).toEqual({ id: 'catering', version: 2 })
    expect(await latestChecklist('production', '2026-12-01')).toBeNull()
  })

  it('visits an enterprise with what its city laid over the checklist, from the day that begins', async () => {
    const pin = (id: string, region: string | null, valid_from: string) =>
      ({ id, version: 1, digest: 'd', business_type: 'catering', region, valid_from, valid_to: null })
    await takeIn(
      aPage({
        checklists: [
          pin('catering', null, '2026-01-01'),
          pin('catering-jinan', '370100', '2027-01-01'),
          pin('catering-lixia', '370102', '2027-02-01'),
        ],
      }),
    )
    const at = (code: string, day: string) =>
      checklistFor({ business_type: 'catering', region: { code, name: '', path_name: '' } }, day)
    expect((await at('370102001000', '2026-12-31'))?.id).toBe('catering')
    expect((await at('370102001000', '2027-01-01'))?.id).toBe('catering-jinan')
    expect((await at('370102001000', '2027-02-01'))?.id).toBe('catering-lixia')
    expect((await at('370103001000', '2027-02-01'))?.id).toBe('catering-jinan')
    expect((await at('370303001000', '2027-02-01'))?.id).toBe('catering')
  })

  it('says that a form is not here yet where no network can bring it', async () => {
    await expect(formOf({ checklist: { id: 'catering', version: 9 } })).rejects.toThrow('督导表还没下载到这部手机')
  })
})
