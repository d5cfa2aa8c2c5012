/** Photos on their way from the camera into a form: none overtakes or undoes another. */

import { inject, onScopeDispose, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue'

import { sentence, StorageFull } from '@/store/problems'
import { underWay } from '@/store/under-way'

/** The form a photo is taken for, which outlives the field it was taken in. */
export interface PhotoHome {
  /** How the form's places begin. */
  id: string
  /** Puts a photo into its place after the field is gone. */
  put: (place: string, sha: string) => void
  /** Photos taken out on purpose: they are not to be found again. */
  dropped: (shas: readonly string[]) => void
}

export const photoHome: InjectionKey<PhotoHome> = Symbol('photo home')

export interface PhotoQueue {
  working: Ref<number>
  /** What went wrong with the last ones; empty when nothing did. */
  wrong: Ref<string>
  take: (files: readonly Blob[]) => Promise<void>
  remove: (sha: string) => void
}

type Keep = (file: Blob, place: string | undefined) => Promise<string>

export function usePhotoQueue(photos: () => readonly string[], place: () => string | undefined, change: (photos: string[]) => void, keep: Keep): PhotoQueue {
  const home = inject(photoHome, null)
  const working = ref(0)
  const wrong = ref('')
  // Ahead of the form by what it has not yet given back.
  const listed = shallowRef<readonly string[]>(photos())
  let gone = false
  /** One photo is made smaller at a time: several at once are more than a small phone's memory. */
  let before: Promise<void> = Promise.resolve()
  watch(photos, (now) => (listed.value = now), { flush: 'sync' })
  onScopeDispose(() => (gone = true))

  function tell(next: string[]): void {
    listed.value = next
    change(next)
  }

  function arrived(sha: string): void {
    const here = place()
    if (!gone) tell([...new Set([...listed.value, sha])])
    else if (home && here) home.put(here, sha)
  }

  function take(files: readonly Blob[]): Promise<void> {
    wrong.value = ''
    working.value += files.length
    before = before.then(() => keepEach(files))
    return underWay(before)
  }

  async function keepEach(files: readonly Blob[]): Promise<void> {
    for (const file of files) {
      try {
        arrived(await kept(file))
      } catch (error) {
        wrong.value = sentence(error)
      } finally {
        working.value -= 1
      }
    }
  }

  /** Kept; when the phone is full, once more after the person has made room. */
  async function kept(file: Blob): Promise<string> {
    const here = place()
    const at = home && here ? `${home.id}/${here}` : undefined
    try {
      return await keep(file, at)
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      const { makeRoom } = await import('@/components/make-room')
      if (!(await makeRoom())) throw error
      return await keep(file, at)
    }
  }

  function remove(sha: string): void {
    home?.dropped([sha])
    tell(listed.value.filter((one) => one !== sha))
  }

  return { working, wrong, take, remove }
}
