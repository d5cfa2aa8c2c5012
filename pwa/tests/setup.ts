import 'fake-indexeddb/auto'
import { webcrypto } from 'node:crypto'
import { afterEach } from 'vitest'
import { LockManagerForTests } from './support/locks'

// happy-dom has neither; both are the platform's, not ours.
if (!globalThis.crypto?.subtle) Object.defineProperty(globalThis, 'crypto', { value: webcrypto })
if (!navigator.locks) Object.defineProperty(navigator, 'locks', { value: new LockManagerForTests() })

afterEach(() => {
  localStorage.clear()
})
