/** One submitted visit: what the server keeps of it, or what this phone sent. */

import { computed, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'

import type { ChecklistBody } from '@/domain/checklist'
import { visitWords } from '@/domain/evidence'
import { phoneClockWords } from '@/domain/phone-clock'
import { remarkWords } from '@/domain/remark-words'
import type { VisitBody } from '@/domain/visit'
import { yearDayClock } from '@/domain/when'
import type { ChecklistRef, InspectionShown, IssueNames, IssueShown, IssueState, Recheck, RecordNamed, Severity, Sha256 } from '@/domain/wire'
import { formOf, issues } from '@/store/catalogue'
import { useLive } from '@/store/live'
import { intent, type Intent } from '@/store/outbox'
import { sentence } from '@/store/problems'
import { remoteInspection } from '@/store/remote'

export interface RecordIssue {
  id: string
  number: string
  severity: Severity
  state: IssueState | null
  deadline: string | null
  text: string
}

/** The parts of a visit that its page shows, from wherever they come. */
export interface VisitRecord extends Omit<VisitBody, 'photos' | 'modules' | 'profile' | 'drafted_by' | 'corrects' | 'correction_reason' | 'rechecks'> {
  title: string
  received_at: string | null
  period: string | null
  late: boolean
  conclusion: string | null
  checklistName: string
  modules: ChecklistRef[]
  /** What is to be said of the phone's clock, if anything. */
  phoneClock: string | null
  /** By whom and when its photos came, a line each. */
  taken: string[]
  photos: Sha256[]
  /** What a reviewer should look at, a line each. */
  remarks: string[]
  rechecks: (Recheck & IssueNames)[]
  /** Who filled it in for `signer`; null where the latter did it himself. */
  drafter: { name: string; post: string } | null
  signer: { name: string; post: string } | null
  signerChanged: string[]
  correctionOf: RecordNamed | null
  correctionReason: string
  correctedBy: RecordNamed | null
  issues: RecordIssue[]
}

type Sent = Extract<Intent, { kind: 'inspection' }>

export function useRecord(id: string): {
  record: ComputedRef<VisitRecord | null>
  /** As the server keeps it, where it may be corrected by who looks. */
  correctable: ComputedRef<InspectionShown | null>
  form: Ref<ChecklistBody | null>
  receiptNo: ComputedRef<string | null>
  unsent: ComputedRef<boolean>
  cachedAt: Ref<string | null>
  failure: Ref<string>
  load: () => Promise<void>
} {
  const remote = ref<InspectionShown | null>(null)
  const form = ref<ChecklistBody | null>(null)
  const cachedAt = ref<string | null>(null)
  const failure = ref('')
  const sent = useLive<Sent | null>(async () => {
    const found = await intent(id)
    return found?.kind === 'inspection' ? found : null
  }, null)
  const known = useLive<IssueShown[]>(issues, [])
  const receipt = computed(() => (sent.value?.state.at === 'accepted' ? sent.value.state.receipt : undefined))
  const record = computed(() => {
    if (remote.value) return fromServer(remote.value, form.value)
    return sent.value && fromPhone(sent.value, form.value, known.value)
  })

  async function load(): Promise<void> {
    failure.value = ''
    try {
      const found = await remoteInspection(id)
      remote.value = found.data
      cachedAt.value = found.from === 'cache' ? found.at : null
    } catch (error) {
      failure.value = sentence(error)
    }
  }

  watch(
    () => record.value?.checklist,
    async (pinned, before) => {
      if (!pinned || (before?.id === pinned.id && before.version === pinned.version)) return
      form.value = await formOf({ checklist: pinned, modules: remote.value?.modules ?? sent.value?.body.modules }).catch(() => null)
    },
    { immediate: true },
  )
  onMounted(load)
  return {
    record,
    correctable: computed(() => (remote.value?.may_correct ? remote.value : null)),
    form,
    receiptNo: computed(() => remote.value?.receipt_no ?? receipt.value?.receipt_no ?? null),
    unsent: computed(() => !remote.value && sent.value?.state.at !== 'accepted'),
    cachedAt,
    failure,
    load,
  }
}

function textOf(form: ChecklistBody | null, code: string | null): string {
  const items = form?.sections.flatMap((part) => part.items) ?? []
  return items.find((item) => item.code === code)?.text ?? code ?? ''
}

function fromServer(shown: InspectionShown, form: ChecklistBody | null): VisitRecord {
  return {
    ...shown,
    entity_id: shown.entity.id,
    title: shown.entity.name,
    checklistName: [shown.checklist, ...shown.modules].map((one) => one.name).join('、'),
    phoneClock: phoneClockWords(shown),
    taken: visitWords(shown),
    remarks: remarkWords(shown.remarks, shown.answers),
    drafter: shown.drafter,
    signer: shown.cadre,
    signerChanged: shown.signer_changed,
    correctionOf: shown.correction_of,
    correctionReason: shown.correction_reason,
    correctedBy: shown.corrected_by,
    photos: shown.media.filter((one) => one.role === 'premises').map((one) => one.sha256),
    issues: shown.issues.map((issue) => ({ ...issue, deadline: null, text: issue.description || issue.item_text || textOf(form, issue.item) })),
  }
}

function fromPhone(sent: Sent, form: ChecklistBody | null, known: readonly IssueShown[]): VisitRecord {
  const receipt = sent.state.at === 'accepted' ? sent.state.receipt : undefined
  return {
    ...sent.body,
    modules: sent.body.modules ?? [],
    title: sent.title,
    received_at: receipt?.received_at ?? null,
    period: null,
    late: false,
    conclusion: null,
    checklistName: form?.name ?? '',
    phoneClock: null,
    taken: [`手机时间 ${yearDayClock(sent.body.finished_at)}`, receipt ? `收到时间 ${yearDayClock(receipt.received_at)}` : '服务器还没收到'],
    remarks: remarkWords([], sent.body.answers),
    drafter: null,
    signer: null,
    signerChanged: [],
    correctionOf: null,
    correctionReason: sent.body.correction_reason ?? '',
    correctedBy: null,
    photos: sent.body.photos ?? [],
    rechecks: sent.body.rechecks.map((given) => ({ ...given, ...namesOf(known.find((one) => one.id === given.issue_id)) })),
    issues: (receipt?.issues ?? []).map((issue) => ({ ...issue, state: null, text: noteOn(sent, issue.item) || textOf(form, issue.item) })),
  }
}

function namesOf(issue: IssueShown | undefined): IssueNames {
  return { number: issue?.number ?? '', item_text: issue?.item_text ?? '', description: issue?.description ?? '' }
}

/** What was written down at an item when the visit was filled in. */
function noteOn(sent: Sent, item: string | null): string {
  return sent.body.answers.find((one) => one.item === item)?.note?.trim() ?? ''
}
