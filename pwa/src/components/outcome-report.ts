/** 无法督导 being written down: kept on the phone from the first keystroke, as part of the draft. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { isBegun, type Report } from '@/domain/visit'
import { discardDraft, draftOf, saveDraft, startDraft } from '@/store/drafts'
import { draftsForAnother, enqueueHanding } from '@/store/handing'
import { enqueueInspection } from '@/store/outbox'
import { sentence } from '@/store/problems'

/** Typing is gathered this long before it is written; taps and photos are written at once. */
const TYPING_MS = 120

type Reason = Report['outcome']

export interface OutcomeReport {
  reason: Ref<Reason>
  statement: Ref<string>
  photos: Ref<string[]>
  /** Why the last save did not work; empty when it did. */
  failure: Ref<string>
  /** Brings back what was written down; `preset` is what is likely when nothing was. */
  open: (preset: Reason) => Promise<void>
  /** Writes what is still only in memory; resolves when it is on disk or `failure` says why not. */
  flush: () => Promise<void>
  /** Hands it in; gives the id of the record. */
  submit: (outcome: NonNullable<Reason>) => Promise<string>
}

export function useOutcomeReport(entityId: string): OutcomeReport {
  const reason = ref<Reason>(null)
  const statement = ref('')
  const photos = ref<string[]>([])
  const failure = ref('')
  let likely: Reason = null
  let last = ''
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  // One write after the other: two at once would begin two drafts.
  let line: Promise<void> = Promise.resolve()

  const now = (): Report => ({ outcome: reason.value, statement: statement.value, photos: [...photos.value] })
  const isEmpty = (one: Report) => !one.statement.trim() && !one.photos.length && (one.outcome ?? likely) === likely

  async function write(): Promise<void> {
    const report = now()
    if (closed || JSON.stringify(report) === last) return
    const open = await draftOf(entityId)
    if (!isEmpty(report)) await saveDraft({ ...(open ?? (await startDraft(entityId))), report })
    else if (open?.report && isBegun(open)) await saveDraft({ ...open, report: undefined })
    else if (open?.report) await discardDraft(open.id)
    last = JSON.stringify(report)
    failure.value = ''
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    line = line.then(write).catch((error: unknown) => void (failure.value = sentence(error)))
    return line
  }

  async function open(preset: Reason): Promise<void> {
    likely = preset
    const kept = (await draftOf(entityId))?.report
    reason.value = kept?.outcome ?? reason.value ?? preset
    statement.value = kept?.statement ?? statement.value
    photos.value = kept?.photos ?? photos.value
    last = JSON.stringify(now())
  }

  async function submit(outcome: NonNullable<Reason>): Promise<string> {
    await flush()
    const visit = (await draftOf(entityId)) ?? (await startDraft(entityId))
    const { statement: words, photos: taken } = now()
    const filled = { ...visit, outcome, statement: words.trim(), photos: taken }
    const id = draftsForAnother() ? await enqueueHanding(filled) : await enqueueInspection(filled)
    closed = true
    return id
  }

  watch([reason, photos], () => void flush(), { flush: 'sync' })
  watch(statement, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), TYPING_MS)
  }, { flush: 'sync' })
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void flush()
  }
  const leaving = (): void => void flush()
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', leaving)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', leaving)
    void flush()
  })

  return { reason, statement, photos, failure, open, flush, submit }
}
