import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { db } from '@/store/db'
import { drafts, saveDraft } from '@/store/drafts'
import { sentence } from '@/store/problems'
import { confirmPassword, homeOf, lastUser, restoreSession, session, signIn, signOut } from '@/store/session'
import { aDraft, emptied, reach, signedIn, stocked } from '../support/phone'
import { html, me, refuse, SmallServer } from '../support/server'

let server: SmallServer

beforeEach(async () => {
  server = await new SmallServer().start()
})
afterEach(async () => {
  await emptied()
  await server.stop()
})

describe('a session', () => {
  it('comes back without network', async () => {
    await signedIn(server)
    await server.stop()
    session.value = null
    expect((await restoreSession())?.me.name).toBe('周桂兰')
  })

  it('is too old after 30 days without the server, and what was filled in stays', async () => {
    await signedIn(server)
    await saveDraft(aDraft())
    session.value = null
    const month = Date.now() + 31 * 86_400_000
    expect(await restoreSession(month)).toBeNull()
    await signIn('cadre-village', 'Dudao-demo-2026')
    expect(await drafts()).toHaveLength(1)
  })

  it('is not begun with a wrong password, and the server’s sentence is shown', async () => {
    reach(server)
    server.next(/auth\/token/, (_, reply) => refuse(reply, 401, 'wrong-password', '账号或密码不对，还可以试 4 次'))
    const failed = await signIn('cadre-village', 'x').catch(sentence)
    expect(failed).toBe('账号或密码不对，还可以试 4 次')
    expect(session.value).toBeNull()
  })

  it('says until when a locked network must wait, and only in our server’s words', async () => {
    reach(server)
    const wait = '这个网络登录失败次数太多，请在 10:45 之后再试。'
    server.next(/auth\/token/, (_, reply) => refuse(reply, 429, 'too-many', wait))
    expect(await signIn('cadre-village', 'x').catch(sentence)).toBe(wait)
    server.next(/auth\/token/, (_, reply) => html(reply, 429))
    expect(await signIn('cadre-village', 'x').catch(sentence)).toBe('服务器暂时忙，稍后会自动再试')
  })

  it('knows its password without network, and no other', async () => {
    await signedIn(server)
    await server.stop()
    expect(await confirmPassword('Dudao-demo-2026')).toBe(true)
    expect(await confirmPassword('dudao-demo-2026')).toBe(false)
  })

  it('keeps no password and no token in clear', async () => {
    await signedIn(server)
    const opened = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('dudao-vault')
      request.onsuccess = () => resolve(request.result)
    })
    const kept = await new Promise<unknown[]>((resolve) => {
      const request = opened.transaction('sessions').objectStore('sessions').getAll()
      request.onsuccess = () => resolve(request.result as unknown[])
    })
    opened.close()
    const text = kept.map((one) => new TextDecoder().decode((one as { box: ArrayBuffer }).box)).join('')
    expect(kept).toHaveLength(1)
    expect(text).not.toMatch(/access|refresh|Dudao/)
  })

  it('tells at the next start who it is and where he begins, until he signs out', async () => {
    await signedIn(server)
    expect(lastUser()).toEqual({ id: 'account-1', home: '/home' })
    await signOut()
    expect(lastUser()).toBeNull()
  })

  it('renews once for many calls that find the token too old at the same time', async () => {
    await signedIn(server)
    server.waysIn.clear()
    await Promise.all(Array.from({ length: 6 }, () => api('/api/v1/sync')))
    expect(server.calls('POST', /auth\/refresh/)).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('is refused when more is unsent than the person agreed to lose', async () => {
    await signedIn(server)
    await saveDraft(aDraft())
    await saveDraft(aDraft({ id: '0193568c-0000-7000-8000-000000000002', entityId: 'e-2' }))
    await expect(signOut(1)).rejects.toMatchObject({ count: 2 })
    expect(await drafts()).toHaveLength(2)
    await signOut(2)
    expect(session.value).toBeNull()
  })

  it('is refused while a form is open in another window', async () => {
    await signedIn(server)
    let close = (): void => undefined
    void navigator.locks.request('dudao-draft:x', () => new Promise<void>((end) => (close = end)))
    await expect(signOut()).rejects.toThrow('另一个窗口')
    close()
    await vi.waitFor(() => signOut())
  })

  it('is refused, with the count, while something exists on this phone only', async () => {
    await signedIn(server)
    await saveDraft(aDraft())
    await expect(signOut()).rejects.toMatchObject({ count: 1 })
    expect(session.value).not.toBeNull()
    expect(await drafts()).toHaveLength(1)
  })

  it('wipes the account’s data and tells the server', async () => {
    await signedIn(server)
    await stocked()
    await signOut()
    expect(server.calls('POST', /auth\/logout/)).toHaveLength(1)
    expect(await restoreSession()).toBeNull()
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('dudao:account-1')
    expect(() => db('account-1')).toThrow('已在这部手机上退出')
  })
})

it.each([
  ['cadre', '/home'],
  ['assistant', '/home'],
  ['station', '/ledger'],
  ['bureau', '/ledger'],
  ['office', '/ledger'],
  ['inspector', '/ledger'],
  ['secadmin', '/accounts'],
  ['sysadmin', '/me'],
  ['auditor', '/audit'],
] as const)('%s begins at %s', (role, home) => {
  expect(homeOf({ ...me(), role } as never)).toBe(home)
})
