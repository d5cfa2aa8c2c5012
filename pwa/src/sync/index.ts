import { ref } from 'vue'
import type { SyncState } from '@/sync-key'

export function startSync(): SyncState {
  return {
    online: ref(navigator.onLine),
    running: ref(false),
    waiting: ref(0),
    lastError: ref(null),
    pulledAt: ref(null),
    syncNow: async () => undefined,
  }
}
