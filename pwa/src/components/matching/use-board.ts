/** The board's state: place, tab, firms chosen, cadres beside them, and the draft. */

import { computed, ref, shallowRef, watch } from 'vue'

import { LEVEL_OF_GRADE } from '@/domain/matching-words'
import type { Board, BoardRow, CadrePage, CadreRow, ProposalShown, Tab } from '@/domain/wire-matching'
import { applyDraft, boardOf, cadresOf, dropDraft, leaveFirms, moveFirms, proposals, propose } from '@/store/matching'
import { sentence } from '@/store/problems'

export const PAGE = 50

/** What was done last in the draft, to be taken back. */
interface Step {
  firms: string[]
  said: string
}

export function useBoard() {
  const tab = ref<Tab>('open')
  const region = ref('')
  const level = ref('town')
  const q = ref('')
  const offset = ref(0)
  const board = shallowRef<Board | null>(null)
  const cadres = shallowRef<CadrePage | null>(null)
  const chosen = shallowRef<ReadonlyMap<string, BoardRow>>(new Map())
  const draft = shallowRef<ProposalShown | null>(null)
  const steps = ref<Step[]>([])
  const busy = ref(false)
  const wrong = ref('')
  let rounds = 0
  let asked = 0

  async function loadBoard(): Promise<void> {
    const mine = ++rounds
    const found = await boardOf({ tab: tab.value, region: region.value, q: q.value, draft: draft.value?.id ?? '', offset: offset.value, limit: PAGE })
    if (mine === rounds) board.value = found
  }

  async function loadCadres(): Promise<void> {
    const mine = ++asked
    const found = await cadresOf({ region: region.value, level: level.value, q: '', draft: draft.value?.id ?? '' }, [...chosen.value.keys()])
    if (mine === asked) cadres.value = found
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

  /** Begins with the draft that was left open, if there is one. */
  const begin = (): Promise<boolean> =>
    doing(async () => {
      draft.value = (await proposals()).find((one) => one.state === 'draft') ?? null
      await Promise.all([loadBoard(), loadCadres()])
    })
  const reload = (): Promise<boolean> => doing(() => Promise.all([loadBoard(), loadCadres()]))

  watch([tab, region, q], () => {
    offset.value = 0
    chosen.value = new Map()
    void reload()
  })
  watch(level, () => void doing(loadCadres))

  function turn(to: number): void {
    offset.value = Math.max(0, to)
    void doing(loadBoard)
  }

  function choose(rows: readonly BoardRow[], on: boolean): void {
    const next = new Map(chosen.value)
    for (const row of rows) if (on) next.set(row.id, row)
    else next.delete(row.id)
    chosen.value = next
    const first = next.values().next().value
    const wanted = first && LEVEL_OF_GRADE[first.grade]
    if (wanted && wanted !== level.value) level.value = wanted
    else void doing(loadCadres)
  }

  /** Gives the firms chosen to a cadre, in the draft; a draft is begun where there is none. */
  const match = (row: CadreRow, note: string): Promise<boolean> =>
    doing(async () => {
      const firms = [...chosen.value.keys()]
      const into = draft.value ?? (await propose('hand', region.value))
      draft.value = await moveFirms(into.id, firms, row.cadre.id, note)
      steps.value.push({ firms, said: `${firms.length} 家匹配给 ${row.cadre.name}` })
      chosen.value = new Map()
      await Promise.all([loadBoard(), loadCadres()])
    })

  /** The last step is taken back; without one the whole draft is given up. */
  const back = (): Promise<boolean> =>
    doing(async () => {
      if (!draft.value) return
      const last = steps.value.pop()
      if (last) draft.value = await leaveFirms(draft.value.id, last.firms)
      if (!last || draft.value.counts.all === 0) {
        await dropDraft(draft.value.id)
        draft.value = null
        steps.value = []
      }
      await Promise.all([loadBoard(), loadCadres()])
    })

  /** Puts the draft into force; gives what became of it. */
  async function confirm(): Promise<ProposalShown | null> {
    let done: ProposalShown | null = null
    await doing(async () => {
      if (!draft.value) return
      done = await applyDraft(draft.value.id)
      draft.value = null
      steps.value = []
      chosen.value = new Map()
      await Promise.all([loadBoard(), loadCadres()])
    })
    return done
  }

  const said = computed(() => steps.value.at(-1)?.said ?? '')
  return { tab, region, level, q, offset, board, cadres, chosen, draft, steps, busy, wrong, said, begin, reload, turn, choose, match, back, confirm, doing }
}
