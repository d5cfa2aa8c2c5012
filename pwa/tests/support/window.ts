import { vi } from 'vitest'

/** The app loaded once more, as in a second window: own memory, the same databases, locks and channels. */
export async function anotherWindow() {
  vi.resetModules()
  return {
    ...(await import('@/store/drafts')),
    ...(await import('@/store/outbox')),
    ...(await import('@/store/session')),
    ...(await import('@/components/visit-draft')),
  }
}
