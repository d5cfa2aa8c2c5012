import { afterEach, beforeEach, expect, it } from 'vitest'
import { db } from '@/store/db'
import { session } from '@/store/session'
import { pull } from '@/sync/pull'
import { aPage, emptied, oneQuestion, signedIn } from '../support/phone'
import { json, me, SmallServer } from '../support/server'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
})
afterEach(async () => {
  await emptied()
  await server.stop()
})

it('brings the checklists in force, so that a visit begins without a network', async () => {
  server.next(/v1\/sync/, (_, reply) => json(reply, 200, aPage()))
  server.next(/v1\/checklists/, (_, reply) => json(reply, 200, oneQuestion))
  await pull()
  expect(await db().checklists.count()).toBe(1)
})

it('asks for no checklist on behalf of who may not read them', async () => {
  const auditor = { ...me(), role: 'auditor' as const, permissions: ['read_audit', 'sync'] }
  server.next(/v1\/sync/, (_, reply) => json(reply, 200, aPage({ me: auditor as never })))
  await pull()
  expect(server.calls('GET', /v1\/checklists/)).toHaveLength(0)
})

it('takes a privacy notice read without network to the server, instead of showing it again', async () => {
  server.next(/v1\/sync/, (_, reply) => json(reply, 200, aPage({ me: { ...me(), privacy_seen: false } as never })))
  server.next(/v1\/checklists/, (_, reply) => json(reply, 200, oneQuestion))
  await pull()
  expect(session.value?.me.privacy_seen).toBe(true)
  expect(server.calls('POST', /me\/privacy/)).toHaveLength(1)
})
