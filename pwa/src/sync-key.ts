import { inject, type InjectionKey, type Ref } from 'vue'

/** What every screen may know of the exchange with the server, and the one thing it may ask. */
export interface SyncState {
  online: Ref<boolean>
  running: Ref<boolean>
  /** Intents not yet accepted by the server. */
  waiting: Ref<number>
  /** The last failure as a sentence; null once a round went through. */
  lastError: Ref<string | null>
  /** When the last complete pull ended; null before the first. */
  pulledAt: Ref<string | null>
  syncNow: () => Promise<void>
}

export const syncKey: InjectionKey<SyncState> = Symbol('sync')

/** The exchange with the server, for views and components. */
export function useSync(): SyncState {
  const state = inject(syncKey)
  if (!state) throw new Error('useSync needs the app that main.ts sets up')
  return state
}
