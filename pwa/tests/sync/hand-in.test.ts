import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { enqueueInspection, enqueueMove, intent, markFeedbackRead, setState, unsentCount } from '@/store/outbox'
import { keepIntent } from '@/store/keeping'
import { addSignature } from '@/store/photos'
import { receipts } from '@/store/receipts'
import { session } from '@/store/session'
import { round } from '@/sync/round'
import { aDraft, emptied, signedIn, stocked } from '../support/phone'
import { json, refuse, SmallServer } from '../support/server'

const quiet = (): void => undefined
const inspections = /\/api\/v1\/inspections\//
let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})

afterEach(async () => {
  await emptied()
  await server.stop()
})

async function visit(bytes = 'a signature'): Promise<string> {
  const sha = await addSignature(new Blob([bytes], { type: 'image/png' }))
  return enqueueInspection(aDraft({ id: crypto.randomUUID(), signatures: { cadre: sha, enterprise_refused: false } }))
}

/** From now on the server says that the account is switched off. */
function switchOff(): void {
  server.waysIn.clear()
  for (let times = 0; times < 4; times += 1) {
    server.next(/auth\/refresh/, (_, reply) => refuse(reply, 401, 'account-disabled', '账号已停用'))
  }
}

const stateOf = async (id: string) => (await intent(id))?.state

describe('an account that was switched off while its phone was offline', () => {
  it('has every record and photo kept by the server, in the round that learns of it', async () => {
    const id = await visit()
    const move = await enqueueMove('i-1', 1, { move: 'accept' }, '签收')
    switchOff()
    const result = await round(quiet)
    expect(result.error).toBeNull()
    expect(session.value).toMatchObject({ expired: true, ended: true })
    expect(await stateOf(id)).toMatchObject({ at: 'kept', receiptNo: 'GL370102-2026Q4-000001', sent: 1, total: 1 })
    expect([...server.kept.keys()]).toEqual([id, move])
    expect(server.kept.get(id)).toMatchObject({ kind: 'inspection', problem: null, photos: [...server.pictures.keys()] })
    expect(await unsentCount()).toBe(0)
  })

  it('files the receipt, which stays', async () => {
    const id = await visit()
    switchOff()
    await round(quiet)
    expect(await receipts()).toMatchObject([{ recordId: id, kind: 'kept', number: 'GL370102-2026Q4-000001', receivedAt: '2026-11-23T03:04:00Z' }])
  })

  it('still has the photos of a record sent who the server took before', async () => {
    const id = await visit()
    const { body } = (await intent(id)) ?? {}
    const sha = (body as { signatures: { cadre: string } }).signatures.cadre
    const receipt = { id, receipt_no: 'R-1', received_at: '2026-11-23T03:00:00Z', issues: [], missing_media: [sha] }
    await setState(id, { at: 'accepted', acceptedAt: '2026-11-23T03:00:00Z', sent: 0, total: 1, receipt })
    switchOff()
    server.next(/api\/v1\/media/, (_, reply) => refuse(reply, 401, 'not-signed-in', '需要登录'))
    await round(quiet)
    expect([...server.pictures.keys()]).toEqual([sha])
    expect(await stateOf(id)).toMatchObject({ at: 'accepted', sent: 1 })
  })

  it('lets one refused record hold up no other', async () => {
    const first = await visit('one')
    const second = await visit('two')
    switchOff()
    server.next(/quarantine\/[0-9a-f-]{36}$/, (_, reply) => refuse(reply, 413, 'too-large', '太大'))
    await round(quiet)
    expect(await stateOf(first)).toMatchObject({ at: 'refused', why: '太大' })
    expect(await stateOf(second)).toMatchObject({ at: 'kept' })
  })

  it('waits for the network like everything else', async () => {
    const id = await visit()
    switchOff()
    server.next(/quarantine/, (_, reply) => reply.destroy())
    expect((await round(quiet)).error).not.toBeNull()
    expect(await stateOf(id)).toMatchObject({ at: 'waiting', keeping: {} })
    await round(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'kept' })
    expect(server.calls('PUT', inspections)).toHaveLength(1)
  })

  it('forgets what was merely read', async () => {
    await stocked({ feedback: [{ id: 'f-1', issue_id: 'i-1', text: '已销号', at: '2026-11-23T03:00:00Z', read_at: null }] })
    await markFeedbackRead('f-1')
    switchOff()
    await round(quiet)
    expect(await unsentCount()).toBe(0)
    expect(server.kept.size).toBe(0)
  })

  it('keeps both where the server has other content under the number', async () => {
    const id = await visit()
    switchOff()
    const receipt = { id, receipt_no: 'GL-2', received_at: '2026-11-23T03:05:00Z', missing_media: [] }
    server.next(/quarantine\/[0-9a-f-]{36}$/, (_, reply) =>
      json(reply, 409, { type: '/problems/kept-differs', title: '', status: 409, detail: '两份都已保管', receipt }),
    )
    await round(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'kept', receiptNo: 'GL-2' })
  })
})

describe('a refused record', () => {
  it('is given to the server to keep when the person says so, with the refusal', async () => {
    const id = await visit()
    server.next(inspections, (_, reply) => refuse(reply, 409, 'checklist-ended', '这份检查表已停用'))
    await round(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'refused' })
    await keepIntent(id)
    await round(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'kept' })
    expect(server.kept.get(id)?.['problem']).toMatchObject({ type: '/problems/checklist-ended', detail: '这份检查表已停用' })
    expect(server.calls('PUT', inspections)).toHaveLength(1)
  })

  it('learns what the office made of it', async () => {
    const id = await visit()
    server.next(inspections, (_, reply) => refuse(reply, 409, 'checklist-ended', '这份检查表已停用'))
    await round(quiet)
    await keepIntent(id)
    await round(quiet)
    const fate = { id, receipt_no: 'GL370102-2026Q4-000001', state: 'delivered', handled_at: '2026-11-24T01:00:00Z', note: '', record_no: 'SD-1' }
    server.fates.push(fate)
    await round(quiet)
    expect(await stateOf(id)).toMatchObject({ at: 'kept', fate })
    await round(quiet)
    expect(server.calls('GET', /quarantine\/mine/)).toHaveLength(2)
  })
})
