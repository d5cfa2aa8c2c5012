import { api, SignInNeeded, Unreachable } from '@/api/client'
import type { SyncPage } from '@/domain/wire'
import { cursor, fetchChecklists } from '@/store/catalogue'
import { owner } from '@/store/db'
import { setIdleHours } from '@/store/idle'
import { refreshMe } from '@/store/session'
import { takeIn } from '@/store/take-in'

/**
 * Fetches what changed for one person since the last time, and the checklists in force.
 *
 * Each page is kept as it comes: after a cut the next pull goes on behind it.
 */
export async function pull(of = owner()): Promise<string> {
  let page = await fetchPage(of)
  while (page.more) page = await fetchPage(of)
  if (page.me.permissions.includes('see_checklists')) await fetchChecklists(of)
  return new Date().toISOString()
}

async function fetchPage(of: string): Promise<SyncPage> {
  const since = await cursor(of)
  const page = await api<SyncPage>(`/api/v1/sync${since ? `?cursor=${encodeURIComponent(since)}` : ''}`, {
    timeoutMs: 60_000,
    as: of,
  })
  if (!page?.cursor || !page.server_time || !page.me) throw new Unreachable()
  // A page that leads back to itself is not ours.
  if (page.more && page.cursor === since) throw new Unreachable()
  // Somebody else may have signed in meanwhile: his page is not for this account's database.
  if (page.me.id !== of) throw new SignInNeeded()
  await takeIn(page, undefined, of)
  await refreshMe(page.me, page.settings.offline_days)
  setIdleHours(page.settings.idle_confirm_hours)
  return page
}
