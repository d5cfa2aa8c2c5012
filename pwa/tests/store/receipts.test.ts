import { afterEach, beforeEach, expect, it } from 'vitest'

import { enqueueInspection, intent, setState } from '@/store/outbox'
import { db } from '@/store/db'
import { dropOldRecords, fileReceipts, receipts } from '@/store/receipts'
import { round } from '@/sync/round'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { SmallServer } from '../support/server'

let server: SmallServer
const day_ms = 86_400_000

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})

afterEach(async () => {
  await emptied()
  await server.stop()
})

const visit = () => enqueueInspection(aDraft(), new Date('2026-11-23T02:40:00Z'))

it('a receipt is filed with its number and time, and outlives the record by years', async () => {
  const id = await visit()
  await round(() => undefined)
  const filed = [{ id, kind: 'submitted', title: '泉边小面馆', number: 'R-2026Q4-000001', receivedAt: '2026-11-23T03:00:00Z' }]
  expect(await receipts()).toMatchObject(filed)

  const made = Date.parse('2026-11-23T02:40:00Z')
  await dropOldRecords(made + 89 * day_ms)
  expect(await intent(id)).not.toBeNull()
  await dropOldRecords(made + 91 * day_ms)
  expect(await intent(id)).toBeNull()
  expect(await receipts()).toMatchObject(filed)
  await dropOldRecords(made + 3.1 * 365 * day_ms)
  expect(await receipts()).toEqual([])
})

it('nothing that the server lacks is dropped, however old', async () => {
  const id = await visit()
  await setState(id, { at: 'accepted', acceptedAt: '2026-11-23T03:00:00Z', sent: 0, total: 1 })
  await fileReceipts()
  await dropOldRecords(Date.parse('2030-01-01T00:00:00Z'))
  expect(await intent(id)).not.toBeNull()
  expect(await db().facts.get(`draft:${id}`)).toBeDefined()
})
