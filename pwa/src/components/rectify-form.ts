/** The enterprise's answer while it is written: kept on this phone under the link at every change. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { shanghaiDate } from '@/domain/when'
import type { RectifyShown } from '@/domain/wire'
import { Problem, sentence } from '@/store/problems'
import { rectifyDraft, rectifyPage, saveRectifyDraft, submitRectification, type RectifyDraft } from '@/store/rectify'
import { settled } from '@/store/under-way'

const TYPING_MS = 120
const GONE = [404, 410]

export interface RectifyForm {
  page: Ref<RectifyShown | null>
  draft: Ref<RectifyDraft | null>
  /** The link opens nothing any more: the server's words. */
  gone: Ref<string | null>
  /** Not reached just now; the same again may do. */
  wrong: Ref<string | null>
  kept: Ref<'saved' | 'saving' | 'failed' | null>
  /** A photo just taken is on its way to the disk; what is handed in waits for it. */
  waiting: Ref<boolean>
  sending: Ref<{ sent: number; total: number } | null>
  /** What is still to be filled in, after the last attempt to hand in. */
  missing: Ref<string[]>
  load: () => Promise<void>
  save: () => Promise<void>
  submit: () => Promise<void>
}

export function useRectifyForm(token: string): RectifyForm {
  const page = ref<RectifyShown | null>(null)
  const draft = ref<RectifyDraft | null>(null)
  const gone = ref<string | null>(null)
  const wrong = ref<string | null>(null)
  const kept = ref<'saved' | 'saving' | 'failed' | null>(null)
  const waiting = ref(false)
  const sending = ref<{ sent: number; total: number } | null>(null)
  const missing = ref<string[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = 0

  async function load(): Promise<void> {
    wrong.value = null
    try {
      page.value = await rectifyPage(token)
    } catch (error) {
      if (error instanceof Problem && GONE.includes(error.status)) gone.value = error.detail
      else wrong.value = sentence(error)
    }
    if (draft.value || !page.value?.may_submit) return
    const found = await rectifyDraft(token).catch(() => null)
    draft.value = found && { ...found, date: found.date || shanghaiDate(new Date()) }
  }

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!draft.value || kept.value !== 'saving' || sending.value) return
    const mine = (latest += 1)
    const ok = await saveRectifyDraft(token, { ...draft.value, photos: [...draft.value.photos] }).then(() => true, () => false)
    if (mine === latest) kept.value = ok ? 'saved' : 'failed'
  }

  watch(draft, (_now, before) => {
    if (!before) return
    if (missing.value.length) missing.value = lacking()
    latest += 1
    kept.value = 'saving'
    clearTimeout(timer)
    timer = setTimeout(() => void save(), TYPING_MS)
  }, { deep: true })

  function lacking(): string[] {
    const now = draft.value
    if (!now) return []
    const needsPhoto = Boolean(page.value?.photos_before.length)
    return [
      needsPhoto && !now.photos.length ? '整改后照片，至少 1 张' : '',
      now.text.trim() ? '' : '怎么改的',
      now.date ? '' : '改完的日期',
      now.name.trim() ? '' : '反馈人姓名',
    ].filter(Boolean)
  }

  /** Photos first, then the words; what is cut off goes on from there at the next tap. */
  async function submit(): Promise<void> {
    if (!draft.value || !page.value || sending.value || waiting.value) return
    wrong.value = null
    waiting.value = true
    await settled()
    await save()
    waiting.value = false
    missing.value = lacking()
    if (missing.value.length) return
    sending.value = { sent: 0, total: draft.value.photos.length }
    const given = { ...draft.value, text: draft.value.text.trim(), name: draft.value.name.trim() }
    try {
      page.value = await submitRectification(token, given, page.value.version, (sent, total) => (sending.value = { sent, total }))
      draft.value = null
      window.scrollTo(0, 0)
    } catch (error) {
      wrong.value = sentence(error)
      if (error instanceof Problem && error.status === 409) await load()
      if (error instanceof Problem && GONE.includes(error.status)) gone.value = error.detail
    } finally {
      sending.value = null
    }
  }

  const hidden = (): void => void save()
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', hidden)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', hidden)
  })
  void load()
  return { page, draft, gone, wrong, kept, waiting, sending, missing, load, save, submit }
}
