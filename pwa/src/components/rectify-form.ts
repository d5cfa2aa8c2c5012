/** The enterprise's answer while it is written: kept on this phone under the link at every change. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { uuid7 } from '@/domain/ids'
import { shanghaiDate } from '@/domain/when'
import type { RectifyShown, UnitToCall } from '@/domain/wire'
import { Problem, sentence } from '@/store/problems'
import { rectifyDraft, rectifyPage, requestExtension, saveRectifyDraft, showCode, submitRectification, type RectifyDraft } from '@/store/rectify'
import { settled } from '@/store/under-way'

const TYPING_MS = 120
const GONE = [404, 410]
const CODE_NEEDED = '/problems/code-needed'

export interface RectifyForm {
  page: Ref<RectifyShown | null>
  draft: Ref<RectifyDraft | null>
  /** The link opens nothing any more: the server's words. */
  gone: Ref<string | null>
  /** The link asks for its code first, and what was wrong with the last one typed. */
  asking: Ref<{ unit: UnitToCall | null; wrong: string | null } | null>
  /** A code or a request for more days is on its way. */
  busy: Ref<boolean>
  /** Not reached just now; the same again may do. */
  wrong: Ref<string | null>
  kept: Ref<'saved' | 'saving' | 'failed' | null>
  /** A photo just taken is on its way to the disk; what is handed in waits for it. */
  waiting: Ref<boolean>
  sending: Ref<{ sent: number; total: number } | null>
  /** What is still to be filled in, after the last attempt to hand in. */
  missing: Ref<string[]>
  load: () => Promise<void>
  enter: (code: string) => Promise<void>
  extend: (asked: { reason: string; days: number; name: string }) => Promise<void>
  save: () => Promise<void>
  submit: () => Promise<void>
}

export function useRectifyForm(token: string): RectifyForm {
  const page = ref<RectifyShown | null>(null)
  const draft = ref<RectifyDraft | null>(null)
  const gone = ref<string | null>(null)
  const asking = ref<{ unit: UnitToCall | null; wrong: string | null } | null>(null)
  const busy = ref(false)
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
      asking.value = null
    } catch (error) {
      refused(error)
    }
    if (draft.value || !page.value?.may_submit) return
    const found = await rectifyDraft(token).catch(() => null)
    // Sent back, it is mostly the same person who writes again.
    const { channel, by } = page.value.rectification ?? {}
    const name = channel === 'enterprise' ? (by ?? '') : ''
    draft.value = found && { ...found, date: found.date || shanghaiDate(new Date()), name: found.name || name }
  }

  function refused(error: unknown): void {
    if (error instanceof Problem && GONE.includes(error.status)) gone.value = error.detail
    else if (error instanceof Problem && error.type === CODE_NEEDED) asking.value = { unit: error.body.unit ?? null, wrong: null }
    else wrong.value = sentence(error)
  }

  async function enter(code: string): Promise<void> {
    const asked = asking.value
    if (!asked || busy.value) return
    busy.value = true
    try {
      await showCode(token, code)
      await load()
      // Asked again though the code was right: the browser let no cookie stay.
      if (asking.value) asking.value = { ...asking.value, wrong: wrong.value ?? '验证码对了，但这个浏览器没记住。请换用手机自带的浏览器打开。' }
    } catch (error) {
      if (error instanceof Problem && GONE.includes(error.status)) gone.value = error.detail
      else asking.value = { ...asked, wrong: sentence(error) }
    } finally {
      busy.value = false
    }
  }

  /** Cut off and sent again, the same request is one request. */
  let request: { id: string; for: string } | null = null

  async function extend(asked: { reason: string; days: number; name: string }): Promise<void> {
    if (!page.value || busy.value) return
    busy.value = true
    wrong.value = null
    const said = JSON.stringify([asked, page.value.version])
    if (request?.for !== said) request = { id: uuid7(), for: said }
    try {
      page.value = await requestExtension(token, { ...asked, id: request.id, seen_version: page.value.version })
    } catch (error) {
      if (error instanceof Problem && error.status === 409) await load()
      refused(error)
    } finally {
      busy.value = false
    }
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
      if (error instanceof Problem && error.status === 409) await load()
      refused(error)
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
  return { page, draft, gone, asking, busy, wrong, kept, waiting, sending, missing, load, enter, extend, save, submit }
}
