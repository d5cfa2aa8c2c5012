import { createApp } from 'vue'

import { photoUrl, type EvidenceOf, type PhotoSource } from '@/store/photos'
import { session } from '@/store/session'

/** A photo of a record, and what the screen says of it: which it is, then by whom and when, a line each. */
export interface EvidencePhoto {
  sha: string
  said?: string
  lines?: readonly string[]
}

/** Photos over the whole screen while a form is written: nothing is said of them yet. */
export async function previewPhotos(shas: readonly string[], start: number, from: PhotoSource = 'account'): Promise<void> {
  const [{ showImagePreview }, urls] = await Promise.all([
    import('vant/es/image-preview'),
    Promise.all(shas.map((sha) => photoUrl(sha, from).catch(() => null))),
    import('vant/es/image-preview/style'),
  ])
  const images = urls.filter((url): url is string => url !== null)
  const shown = urls[start]
  if (!shown) return
  showImagePreview({
    images,
    startPosition: images.indexOf(shown),
    closeable: true,
    closeIconPosition: 'top-right',
    onClose: () => images.forEach((url) => URL.revokeObjectURL(url)),
  })
}

/**
 * Photos of a record over the whole screen, to be swiped and enlarged, with who, when and their digests.
 *
 * The server stamps a copy of each for who reviews. Who goes out, and who has no account, looks at
 * what is there already.
 */
export async function previewEvidence(photos: readonly EvidencePhoto[], start: number, of: EvidenceOf | null, from: PhotoSource = 'account'): Promise<void> {
  const { default: EvidencePreview } = await import('@/components/EvidencePreview.vue')
  const role = session.value?.me.role
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(EvidencePreview, {
    photos,
    start,
    of: role === 'cadre' || role === 'assistant' ? null : of,
    from,
    onClosed: () => {
      app.unmount()
      place.remove()
    },
  })
  app.mount(place)
}
