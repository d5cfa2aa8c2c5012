import { api, Unreachable } from '@/api/client'
import type { SyncPage } from '@/domain/wire'
import { cursor, fetchChecklists, takeIn } from '@/store/catalogue'
import { setIdleHours } from '@/store/idle'
import { refreshMe } from '@/store/session'

/** Fetches what changed for this person since the last time, and the checklists in force. */
export async function pull(): Promise<string> {
  const since = await cursor()
  const page = await api<SyncPage>(`/api/v1/sync${since ? `?cursor=${encodeURIComponent(since)}` : ''}`, {
    timeoutMs: 60_000,
  })
  if (!page?.cursor || !page.server_time || !page.me) throw new Unreachable()
  await takeIn(page)
  await refreshMe(page.me, page.settings.offline_days)
  setIdleHours(page.settings.idle_confirm_hours)
  if (page.me.permissions.includes('see_checklists')) await fetchChecklists()
  return new Date().toISOString()
}
