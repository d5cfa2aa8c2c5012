/** An issue found outside a visit: kept on the phone at every change, handed to the outbox when complete. */

import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'

import { dayFault, lastDay } from '@/domain/register-term'
import type { CalendarYear, Day } from '@/domain/wire'
import { calendar as kept } from '@/store/catalogue'
import { useLive } from '@/store/live'
import { sentence } from '@/store/problems'
import { enqueueIssue } from '@/store/outbox'
import { dropRegisterDraft, registerDraft, saveRegisterDraft, type RegisterDraft } from '@/store/registering'
import { settled } from '@/store/under-way'
import { useSync } from '@/sync-key'

const TYPING_MS = 120

export interface RegisterForm {
  draft: Ref<RegisterDraft | null>
  /** The last day that may be asked for; null where this phone does not know it for sure. */
  last: ComputedRef<Day | null>
  /** What is still to be filled in, after the last attempt to hand in. */
  missing: Ref<string[]>
  wrong: Ref<string | null>
  busy: Ref<boolean>
  save: () => Promise<void>
  /** Hands it in; false where something is missing or the phone could not keep it. */
  submit: (entityName: string) => Promise<boolean>
}

export function useRegisterForm(entityId: string): RegisterForm {
  const sync = useSync()
  const draft = ref<RegisterDraft | null>(null)
  const missing = ref<string[]>([])
  const wrong = ref<string | null>(null)
  const busy = ref(false)
  const calendar = useLive<CalendarYear[]>(kept, [])
  const last = computed(() => draft.value && lastDay(draft.value.severity, new Date().toISOString(), calendar.value))
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!draft.value || !dirty || busy.value) return
    dirty = false
    try {
      await saveRegisterDraft(entityId, { ...draft.value, photos: [...draft.value.photos] })
      wrong.value = null
    } catch (error) {
      dirty = true
      wrong.value = sentence(error)
    }
  }

  watch(draft, (_now, before) => {
    if (!before) return
    if (missing.value.length) missing.value = lacking()
    dirty = true
    clearTimeout(timer)
    timer = setTimeout(() => void save(), TYPING_MS)
  }, { deep: true })

  function lacking(): string[] {
    const now = draft.value
    if (!now) return []
    return [
      now.text.trim() ? '' : '查的是什么',
      now.description.trim() ? '' : '问题是什么',
      now.requirement.trim() ? '' : '整改要求',
      dayFault(now.deadline ?? '', now.severity, new Date().toISOString(), calendar.value),
    ].filter(Boolean)
  }

  async function submit(entityName: string): Promise<boolean> {
    if (!draft.value || busy.value) return false
    await settled()
    await save()
    missing.value = lacking()
    if (missing.value.length) return false
    busy.value = true
    try {
      const { text, description, severity, requirement, photos, deadline } = draft.value
      const given = { entity_id: entityId, text: text.trim(), description: description.trim(), severity, requirement: requirement.trim(), photos: [...photos], ...(deadline ? { deadline } : {}) }
      await enqueueIssue(given, `登记问题：${entityName}`)
      await dropRegisterDraft(entityId)
      dirty = false
      void sync.syncNow()
      return true
    } catch (error) {
      wrong.value = sentence(error)
      return false
    } finally {
      busy.value = false
    }
  }

  const hidden = (): void => void save()
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', hidden)
  onScopeDispose(() => {
    void save()
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', hidden)
  })
  void registerDraft(entityId).then(
    (found) => (draft.value = found),
    (error: unknown) => (wrong.value = sentence(error)),
  )
  return { draft, last, missing, wrong, busy, save, submit }
}
