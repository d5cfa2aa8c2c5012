/** A visit being filled in on this phone: what is on it, where it stands, and its saving. */

import { getCurrentInstance, onScopeDispose, provide, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import { useJudging, type Haste } from '@/components/judging'
import { photoHome } from '@/components/photo-queue'
import type { Answer, ChecklistBody, Evaluation, Given, Item, Recheck } from '@/domain/checklist'
import type { LawBook } from '@/domain/laws'
import { shasIn, withPhoto } from '@/domain/photo-place'
import { prefilled } from '@/domain/prefill'
import type { Draft } from '@/domain/visit'
import { earlierIssues, type FormSection } from '@/domain/visit-form'
import { shanghaiDate } from '@/domain/when'
import type { CalendarYear, EntityShown, IssueShown } from '@/domain/wire'
import { calendar, entity, formOf, issuesOf, meta, statutes } from '@/store/catalogue'
import { draft as draftById, saveDraft } from '@/store/drafts'
import { useLive } from '@/store/live'
import { holdDraft, onAsked, takeDraft, type Lease } from '@/store/lease'
import { DraftMoved, sentence } from '@/store/problems'
import { forgetPlaces } from '@/store/tidy'

/** Typing is gathered this long before it is written; taps are written at once. */
const TYPING_MS = 120
/** Less is the network's doing, and would draw every card anew after each exchange. */
const SKEW_THAT_MATTERS_MS = 60_000

export type { Haste }
export type Saving = { at: 'saved' | 'saving' } | { at: 'failed'; why: string }

/** Why this window must not write: another one has it open, or has changed it meanwhile. */
export type Elsewhere = 'open' | 'moved'

export interface VisitForm {
  draft: Draft
  body: ChecklistBody
  entity: EntityShown | null
  earlier: IssueShown[]
  calendar: CalendarYear[]
  skewMs: number
  laws: LawBook
}

export interface VisitDraft {
  form: Ref<VisitForm | null>
  judged: ComputedRef<Evaluation | null>
  sections: ComputedRef<FormSection[]>
  saving: Ref<Saving>
  /** Why there is nothing to fill in; null while loading and when there is. */
  gone: Ref<string | null>
  elsewhere: Ref<Elsewhere | null>
  /** Goes on in this window, with what the other one has written. */
  takeOver: () => Promise<void>
  change: (patch: Partial<Draft>, haste: Haste) => void
  patchAnswer: (item: string, patch: Partial<Answer>, haste: Haste) => void
  giveAnswer: (item: Item, given: Given) => void
  putPhoto: (place: string, sha: string) => void
  recheck: (issue: string, given: Recheck | null, haste: Haste) => void
  /** Goes on with another version of the checklist. */
  replaceForm: (body: ChecklistBody, draft: Draft) => void
  /** Writes what is still only in memory; resolves when all is on disk, with false when it could not be. */
  flush: () => Promise<boolean>
  /** The draft has become a record: from now on nothing here writes it again. */
  close: () => void
}

export function useVisitDraft(draftId: string): VisitDraft {
  const form = shallowRef<VisitForm | null>(null)
  const gone = ref<string | null>(null)
  const saving = ref<Saving>({ at: 'saved' })
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false
  let latest = 0
  let lease: Lease | null = null
  let left = false
  let running = Promise.resolve(true)
  const elsewhere = ref<Elsewhere | null>(null)

  const { judged, sections, look } = useJudging(form)

  // Set right, or wrong, while the form is open: deadlines and dates go on from the clock as it now is.
  watch(useLive(meta, null), (told) => {
    if (!form.value || !told || Math.abs(told.skewMs - form.value.skewMs) < SKEW_THAT_MATTERS_MS) return
    form.value = { ...form.value, skewMs: told.skewMs }
    look('now')
  })

  async function begin(hold: typeof holdDraft): Promise<void> {
    lease?.letGo(0)
    const given = await hold(draftId, () => yieldTo('open'))
    if (left) return given.letGo()
    lease = given
    elsewhere.value = given.held ? null : 'open'
    if (!given.held) return
    try {
      form.value = await load(draftId)
      look('now')
    } catch (error) {
      gone.value = sentence(error)
    }
  }
  void begin(holdDraft)

  /** From now on nothing here is written: what another window writes would be undone. */
  function yieldTo(how: Elsewhere): void {
    clearTimeout(timer)
    dirty = false
    elsewhere.value = how
    saving.value = { at: 'saved' }
  }

  function write(): Promise<boolean> {
    clearTimeout(timer)
    if (form.value && dirty) running = written(form.value.draft)
    return running
  }

  async function written(draft: Draft): Promise<boolean> {
    dirty = false
    const mine = (latest += 1)
    saving.value = { at: 'saving' }
    try {
      const savedAt = await saveDraft(draft)
      // A newer change may be on its way: only the last one says 已存本机.
      if (mine !== latest || dirty || !form.value) return true
      form.value = { ...form.value, draft: { ...form.value.draft, savedAt } }
      saving.value = { at: 'saved' }
      return true
    } catch (error) {
      if (error instanceof DraftMoved) yieldTo('moved')
      else {
        dirty = true
        saving.value = { at: 'failed', why: sentence(error) }
      }
      return false
    }
  }

  function change(patch: Partial<Draft>, haste: Haste): void {
    if (!form.value || elsewhere.value) return
    form.value = { ...form.value, draft: { ...form.value.draft, ...patch } }
    look(haste)
    dirty = true
    clearTimeout(timer)
    if (saving.value.at === 'saved') saving.value = { at: 'saving' }
    if (haste === 'now') void write()
    else timer = setTimeout(() => void write(), TYPING_MS)
  }

  function putAnswer(item: string, answer: Answer, haste: Haste): void {
    if (!form.value) return
    const { answers } = form.value.draft
    change({ answers: { ...answers, [item]: answer }, lastItem: item }, haste)
  }

  function patchAnswer(item: string, patch: Partial<Answer>, haste: Haste): void {
    // Whoever fills something in has looked at the question by itself.
    const { bulk: _together, ...before } = form.value?.draft.answers[item] ?? { item }
    putAnswer(item, { ...before, ...patch }, haste)
  }

  /** Another answer keeps the questions under it; photos and words of a 否 go, as was asked before. */
  function giveAnswer(item: Item, given: Given): void {
    if (!form.value) return
    const { draft, entity: who } = form.value
    const before = draft.answers[item.code]
    if (before?.answer === given && !before.bulk) return
    dropped(shasIn({ ...before, children: undefined }))
    putAnswer(item.code, { item: item.code, answer: given, children: prefilled(item, before?.children, who) }, 'now')
  }

  function recheck(issue: string, given: Recheck | null, haste: Haste): void {
    if (!form.value) return
    const { [issue]: before, ...others } = form.value.draft.rechecks
    if (!given) dropped(shasIn(before))
    change({ rechecks: given ? { ...others, [issue]: given } : others }, haste)
  }

  function replaceForm(body: ChecklistBody, draft: Draft): void {
    if (!form.value) return
    form.value = { ...form.value, body, laws: { ...form.value.laws, own: body.laws } }
    change(draft, 'now')
  }

  /** A photo comes late, its field gone: into its question, unless that asks for none any more. */
  function putPhoto(place: string, sha: string): void {
    // After the page was left it lies ready for the next opening.
    if (!form.value || left || elsewhere.value) return
    const { answers, rechecks } = withPhoto(form.value.draft, place, sha) ?? {}
    if (answers && rechecks) change({ answers, rechecks }, 'now')
    else dropped([sha])
  }

  const dropped = (shas: readonly string[]): void => {
    if (shas.length) forgetPlaces(shas).catch(() => undefined)
  }
  if (getCurrentInstance()) provide(photoHome, { id: draftId, put: putPhoto, dropped })

  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void write()
  }
  const leaving = (): void => void write()
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', leaving)
  const unasked = onAsked((id) => {
    if (id !== draftId || !lease?.held || elsewhere.value) return
    void write().then((all) => {
      if (!all) return
      yieldTo('open')
      lease?.letGo(0)
    })
  })
  onScopeDispose(() => {
    left = true
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', leaving)
    unasked()
    void write().then(() => lease?.letGo())
  })

  return {
    form, judged, sections, saving, gone, elsewhere, change, patchAnswer, giveAnswer, putPhoto, recheck, replaceForm,
    flush: write,
    takeOver: () => begin(takeDraft),
    close: () => {
      clearTimeout(timer)
      dirty = false
    },
  }
}

async function load(draftId: string): Promise<VisitForm> {
  const draft = await draftById(draftId)
  if (!draft) throw new Error('这份督导表已经提交，或不在这部手机上')
  const [body, who, known, days, told, onRecord] = await Promise.all([
    formOf(draft),
    entity(draft.entityId),
    issuesOf(draft.entityId),
    calendar(),
    meta(),
    statutes(),
  ])
  const skewMs = told?.skewMs ?? 0
  const laws = { own: body.laws, statutes: onRecord, day: shanghaiDate(new Date(Date.now() - skewMs)) }
  return { draft, body, entity: who, earlier: earlierIssues(known.filter(({ id }) => !draft.corrects?.opened.includes(id))), calendar: days, skewMs, laws }
}
