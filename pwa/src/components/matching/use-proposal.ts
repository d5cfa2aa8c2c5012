/** One proposal: its lines by what they do, and what may still be done with it. */

import { ref, shallowRef, watch } from 'vue'

import type { CadreChange, LineShown, ProposalShown, Which } from '@/domain/wire-matching'
import { applyDraft, changesOf, dropDraft, leaveFirms, linesOf, moveFirms, proposalOf, undoBatch } from '@/store/matching'
import { sentence } from '@/store/problems'

export const PAGE = 50

export function useProposal(id: () => string) {
  const shown = shallowRef<ProposalShown | null>(null)
  const lines = shallowRef<LineShown[]>([])
  const changes = shallowRef<CadreChange[]>([])
  const total = ref(0)
  const which = ref<Which>('changed')
  const q = ref('')
  const offset = ref(0)
  const busy = ref(false)
  const wrong = ref('')
  let rounds = 0

  async function loadLines(): Promise<void> {
    const mine = ++rounds
    const page = await linesOf(id(), { which: which.value, q: q.value, offset: offset.value, limit: PAGE })
    if (mine !== rounds) return
    lines.value = page.items
    total.value = page.total
  }

  async function doing(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    wrong.value = ''
    try {
      await work()
      return true
    } catch (error) {
      wrong.value = sentence(error)
      return false
    } finally {
      busy.value = false
    }
  }

  const load = (): Promise<boolean> =>
    doing(async () => {
      shown.value = await proposalOf(id())
      if (!shown.value.counts.changed && shown.value.counts.unmatched) which.value = 'unmatched'
      await Promise.all([loadLines(), changesOf(id()).then((found) => (changes.value = found))])
    })

  const acted = (work: () => Promise<ProposalShown>): Promise<boolean> =>
    doing(async () => {
      shown.value = await work()
      await Promise.all([loadLines(), changesOf(id()).then((found) => (changes.value = found))])
    })

  watch([which, q], () => {
    offset.value = 0
    void doing(loadLines)
  })

  function turn(to: number): void {
    offset.value = Math.max(0, to)
    void doing(loadLines)
  }

  return {
    shown, lines, changes, total, which, q, offset, busy, wrong, load, turn,
    move: (firm: string, cadre: string, note: string) => acted(() => moveFirms(id(), [firm], cadre, note)),
    leave: (firm: string) => acted(() => leaveFirms(id(), [firm])),
    apply: () => acted(() => applyDraft(id())),
    undo: () => acted(() => undoBatch(id())),
    drop: () => acted(() => dropDraft(id())),
  }
}
