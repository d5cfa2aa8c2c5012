import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'

import { useOutcomeReport, type OutcomeReport } from '@/components/outcome-report'
import { draftPath } from '@/domain/visit'
import { draftOf, drafts, saveDraft } from '@/store/drafts'
import { intent, reopenIntent, setState } from '@/store/outbox'
import { aDraft, emptied, stocked } from './support/phone'

beforeEach(() => stocked())
afterEach(emptied)

const picture = 'ab'.repeat(32)
const report = async () => (await draftOf('e-1'))?.report

async function opened(preset: 'suspended' | null = null): Promise<{ sheet: OutcomeReport; leave: () => void }> {
  const scope = effectScope()
  const sheet = scope.run(() => useOutcomeReport('e-1'))
  if (!sheet) throw new Error('the scope has just begun')
  await sheet.open(preset)
  return { sheet, leave: () => scope.stop() }
}

it('what is typed and shot is on the phone at once, and there again after a kill', async () => {
  const { sheet } = await opened()
  sheet.statement.value = '敲'
  await vi.waitFor(async () => expect(await report()).toMatchObject({ statement: '敲' }))
  sheet.reason.value = 'closed_door'
  sheet.statement.value = '敲门没人应'
  sheet.photos.value = [picture]
  await vi.waitFor(async () => expect((await report())?.photos).toEqual([picture]))
  expect(await drafts()).toHaveLength(1)

  const again = (await opened()).sheet
  expect([again.reason.value, again.statement.value, again.photos.value]).toEqual(['closed_door', '敲门没人应', [picture]])
})

it('opening the sheet writes nothing, and what is taken back leaves nothing', async () => {
  const { sheet, leave } = await opened('suspended')
  await sheet.flush()
  expect(await drafts()).toHaveLength(0)
  sheet.statement.value = '停'
  await sheet.flush()
  expect(await drafts()).toHaveLength(1)
  sheet.statement.value = ''
  await sheet.flush()
  expect(await drafts()).toHaveLength(0)
  leave()
})

it('stands beside a form that is half filled in, and takes nothing from it', async () => {
  await saveDraft(aDraft())
  const { sheet, leave } = await opened()
  sheet.reason.value = 'refused'
  await sheet.flush()
  const kept = await draftOf('e-1')
  expect(kept).toMatchObject({ outcome: 'done', answers: aDraft().answers, report: { outcome: 'refused' } })
  expect(kept && draftPath(kept)).toBe(`/visit/${aDraft().id}`)
  sheet.reason.value = null
  await sheet.flush()
  expect(await draftOf('e-1')).toMatchObject({ answers: aDraft().answers })
  expect(await report()).toBeUndefined()
  leave()
})

it('handed in, it leaves no draft; refused by the server, it opens where it was written', async () => {
  const { sheet, leave } = await opened()
  sheet.reason.value = 'closed_door'
  sheet.statement.value = ' 敲门没人应 '
  sheet.photos.value = [picture]
  const id = await sheet.submit('closed_door')
  leave()
  await sheet.flush()
  expect(await drafts()).toHaveLength(0)
  expect(await intent(id)).toMatchObject({ body: { outcome: 'closed_door', statement: '敲门没人应', photos: [picture], answers: [] } })

  await setState(id, { at: 'refused', why: '照片看不清' })
  const again = await reopenIntent(id)
  expect(again && draftPath(again)).toBe('/entity/e-1?report=1')
  expect(again).toMatchObject({ outcome: 'done', photos: [], report: { outcome: 'closed_door', statement: '敲门没人应' } })
})
