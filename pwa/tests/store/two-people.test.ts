import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { drafts, saveDraft } from '@/store/drafts'
import { othersHere } from '@/store/others'
import { enqueueInspection, intents } from '@/store/outbox'
import { sentence } from '@/store/problems'
import { lastUser, session, signIn, signOut, stepAside } from '@/store/session'
import { round } from '@/sync/round'
import { aDraft, signedIn, stocked } from '../support/phone'
import { json, me, SmallServer, tokens } from '../support/server'
import { anotherWindow } from '../support/window'

const WU = { ...me('account-2'), username: 'cadre-town', name: '吴建国' }
let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
  await signedIn(server)
  await stocked()
})
afterEach(async () => {
  if (!session.value) await signIn('cadre-village', 'Dudao-demo-2026').catch(() => undefined)
  await signOut(Infinity)
  await server.stop()
})

async function wuSignsIn(): Promise<void> {
  server.next(/auth\/token/, (_, reply) => json(reply, 200, tokens('access-of-wu', WU)))
  server.waysIn.add('access-of-wu')
  await signIn('cadre-town', 'Dudao-demo-2026')
}

it('one who makes room for another finds all of his again, also without a network', async () => {
  await saveDraft(aDraft())
  await stepAside()
  expect(session.value).toBeNull()
  expect(lastUser()).toBeNull()
  await server.stop()
  await signIn('cadre-village', 'Dudao-demo-2026')
  expect(session.value?.me.name).toBe('周桂兰')
  expect(await drafts()).toHaveLength(1)
  server = await new SmallServer().start()
})

it('without a network no other password opens it', async () => {
  await stepAside()
  await server.stop()
  expect(await signIn('cadre-village', 'dudao-demo-2026').catch(sentence)).toContain('没连上服务器')
  expect(session.value).toBeNull()
  server = await new SmallServer().start()
  await signedIn(server)
})

it('the next person sees nothing of it but that it waits, and sends none of it', async () => {
  await saveDraft(aDraft())
  await enqueueInspection(aDraft({ id: '0193568c-0000-7000-8000-000000000002', entityId: 'e-2' }))
  await stepAside()
  await wuSignsIn()
  expect(await drafts()).toEqual([])
  expect(await intents()).toEqual([])
  expect(await othersHere()).toEqual([{ id: 'account-1', name: '周桂兰', unsent: 2 }])
  server.heard.length = 0
  await round(() => undefined)
  expect(server.calls('PUT', /inspections/)).toEqual([])
  await signOut()
  expect(await othersHere()).toEqual([{ id: 'account-1', name: '周桂兰', unsent: 2 }])
})

it('every other window of the one who left goes to the sign-in', async () => {
  const other = await anotherWindow()
  const told = vi.fn()
  other.onLeft(told)
  await other.restoreSession()
  await stepAside()
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  expect(other.session.value).toBeNull()
})
