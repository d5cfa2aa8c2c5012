import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function freshVault() {
  vi.resetModules()
  return import('@/store/vault')
}

it('a database the system closed under a frozen page is opened again at once', async () => {
  const { forgetCurrent, keepSession, lastSession } = await freshVault()
  const open = indexedDB.open.bind(indexedDB)
  const opened: IDBDatabase[] = []
  vi.spyOn(indexedDB, 'open').mockImplementation((...how) => {
    const request = open(...how)
    request.addEventListener('success', () => opened.push(request.result))
    return request
  })
  await keepSession('a', { token: 1 })
  opened[0]?.close()
  expect(await lastSession()).toEqual({ token: 1 })
  opened.at(-1)?.close()
  await keepSession('a', { token: 2 })
  expect(await lastSession()).toEqual({ token: 2 })
  await forgetCurrent()
})

it('a storage that never answers is told of after 5 seconds, and asked anew the next time', async () => {
  const { lastSession } = await freshVault()
  vi.useFakeTimers()
  const silent = vi.spyOn(indexedDB, 'open').mockReturnValueOnce({} as IDBOpenDBRequest)
  const told = lastSession().catch((error: Error) => error.message)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await told).toContain('没有反应')
  vi.useRealTimers()
  silent.mockRestore()
  expect(await lastSession()).toBeNull()
})
