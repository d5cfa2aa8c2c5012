import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { session, signOut } from '@/store/session'
import { aDraft, signedIn } from '../support/phone'
import { SmallServer } from '../support/server'
import { anotherWindow } from '../support/window'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
})
afterEach(() => server.stop())

it('signing out ends the account in every window: nothing is written there under a key that is gone', async () => {
  await signedIn(server)
  const other = await anotherWindow()
  const told = vi.fn()
  other.onLeft(told)
  await other.restoreSession()
  await other.saveDraft(aDraft())
  await other.discardDraft(aDraft().id)
  await signOut()
  expect(session.value).toBeNull()
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  expect(other.session.value).toBeNull()
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('dudao:account-1')
})
