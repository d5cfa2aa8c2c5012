/** One issue: from the phone for who goes out, from the server (or its last word) for the offices. */

import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

import { useArriving } from '@/components/arriving'
import { worksFromPhone } from '@/components/tabs'
import type { IssueShown } from '@/domain/wire'
import { issue as localIssue } from '@/store/catalogue'
import { useLive } from '@/store/live'
import { sentence } from '@/store/problems'
import { remoteIssue } from '@/store/remote'
import { session } from '@/store/session'

export interface IssuePage {
  issue: ComputedRef<IssueShown | null>
  /** When the server could not be reached: the time of what is shown. */
  staleAt: Ref<string | null>
  wrong: Ref<string | null>
  reload: () => Promise<void>
}

export function useIssuePage(id: () => string): IssuePage {
  const remote = ref<IssueShown | null>(null)
  const staleAt = ref<string | null>(null)
  const wrong = ref<string | null>(null)
  const fromPhone = worksFromPhone(session.value?.me.role ?? 'cadre')
  const wanted = ref(id())
  const local = useLive(async () => ({ is: await localIssue(wanted.value), read: true }), { is: null, read: false })

  async function reload(): Promise<void> {
    wrong.value = null
    const asked = id()
    try {
      const told = await remoteIssue(asked)
      if (asked !== id()) return
      remote.value = told.data
      staleAt.value = told.from === 'cache' ? told.at : null
    } catch (error) {
      wrong.value = sentence(error)
    }
  }

  watch(id, (now) => {
    wanted.value = now
    remote.value = null
    if (!fromPhone) void reload()
  }, { immediate: true })
  // An issue just opened is on the server before the next pull brings it to the phone.
  watch(() => fromPhone && local.value.read && !local.value.is, (absent) => absent && void reload(), { immediate: true })

  const issue = computed(() => (fromPhone ? (local.value.is ?? remote.value) : remote.value))
  useArriving(() => (fromPhone && local.value.is ? 0 : (remote.value?.photos_pending ?? 0)), async () => {
    const shown = remote.value
    const told = await remoteIssue(id())
    // Anything but its photos is taken over only when asked for: what somebody decides on is what they saw.
    if (remote.value === shown && told.from === 'network' && told.data.version === shown?.version) remote.value = told.data
  })
  return { issue, staleAt, wrong, reload }
}
