/** The list as a file for WPS: fetched with the person's own token, then given to the browser to keep. */

import { onScopeDispose, ref, type Ref } from 'vue'

import { shanghaiDate } from '@/domain/when'
import { ledgerFile, type FileKind } from '@/store/desk'
import { sentence } from '@/store/problems'
import type { Filter } from '@/store/remote'

export type Exporting =
  | { at: 'none' }
  | { at: 'running'; bytes: number }
  | { at: 'done'; name: string }
  | { at: 'failed'; why: string; again: () => void }

export interface DeskExport {
  state: Ref<Exporting>
  start: (kind: FileKind, filter: Filter) => Promise<void>
  stop: () => void
}

export function useDeskExport(): DeskExport {
  const state = ref<Exporting>({ at: 'none' })
  let turn = 0

  async function start(kind: FileKind, filter: Filter): Promise<void> {
    const mine = (turn += 1)
    const stopped = (): boolean => mine !== turn
    state.value = { at: 'running', bytes: 0 }
    try {
      const file = await ledgerFile(kind, filter, { stopped, onBytes: (bytes) => (state.value = { at: 'running', bytes }) })
      if (!file || stopped()) return
      const name = `问题清单台账-${shanghaiDate(new Date()).replaceAll('-', '')}.${kind}`
      give(file, name)
      state.value = { at: 'done', name }
    } catch (error) {
      if (!stopped()) state.value = { at: 'failed', why: sentence(error), again: () => void start(kind, filter) }
    }
  }

  function stop(): void {
    turn += 1
    state.value = { at: 'none' }
  }
  onScopeDispose(stop)
  return { state, start, stop }
}

function give(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
