import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** The browser's worker container, which happy-dom has not. */
class Workers extends EventTarget {
  controller: object | null = null
  register: () => Promise<unknown> = () => Promise.resolve(undefined)
  change(): void {
    this.controller = {}
    this.dispatchEvent(new Event('controllerchange'))
  }
}

let workers: Workers
const settled = () => new Promise((resolve) => setTimeout(resolve))
const bridge = () => import('@/sw-bridge')
const reload = vi.fn<() => void>()

beforeEach(() => {
  vi.resetModules()
  reload.mockReset()
  vi.spyOn(window.location, 'reload').mockImplementation(reload)
  workers = new Workers()
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, get: () => workers })
})
afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(navigator, 'serviceWorker')
})

const refused = new DOMException('', 'SecurityError')
it.each([
  ['gives nothing back', () => Promise.resolve(undefined)],
  ['is refused', () => Promise.reject(refused)],
  ['throws', () => { throw refused }],
])('a registration that %s leaves the app as it is', async (_what, register) => {
  workers.register = register
  const { registerWorker, updateReady, applyUpdate } = await bridge()
  registerWorker()
  await settled()
  expect([updateReady.value, applyUpdate()]).toEqual([false, false])
})

it('a browser that refuses the very question for workers leaves the app as it is', async () => {
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, get: () => { throw refused } })
  const { registerWorker, updateReady } = await bridge()
  registerWorker()
  await settled()
  expect(updateReady.value).toBe(false)
})

it('the worker is registered when the first screen is there, and a change before that is not missed', async () => {
  workers.controller = {}
  workers.register = vi.fn(() => Promise.resolve(undefined))
  let paint = (): void => undefined
  const { registerWorker } = await bridge()
  registerWorker(new Promise((resolve) => (paint = resolve)))
  await settled()
  expect(workers.register).not.toHaveBeenCalled()
  workers.change()
  expect(reload).toHaveBeenCalledOnce()
  paint()
  await settled()
  expect(workers.register).toHaveBeenCalledOnce()
})

it('the first worker takes over silently, the next one brings other code', async () => {
  const { registerWorker } = await bridge()
  registerWorker()
  workers.change()
  expect(reload).not.toHaveBeenCalled()
  workers.change()
  expect(reload).toHaveBeenCalledOnce()
})

it('an open form is not reloaded when another page switches the version; the update waits', async () => {
  workers.controller = {}
  const { registerWorker, holdReload, applyUpdate, updateReady } = await bridge()
  registerWorker()
  const letGo = holdReload()
  workers.change()
  expect(updateReady.value).toBe(true)
  expect(applyUpdate()).toBe(false)
  expect(reload).not.toHaveBeenCalled()
  letGo()
  letGo()
  expect(applyUpdate()).toBe(true)
  expect(reload).toHaveBeenCalledOnce()
})
