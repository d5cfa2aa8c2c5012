import { createApp } from 'vue'

import { photoUrl, type EvidenceOf, type PhotoSource } from '@/store/photos'
import { session } from '@/store/session'

/** A photo of a record, and what the screen says of it: who, when. */
export interface EvidencePhoto {
  sha: string
  said?: string
}

/** Photos over the whole screen, to be swiped and enlarged; before and after keep their order. */
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
 * Photos of a record over the whole screen, stamped by the server, with their digests.
 *
 * Who goes out looks at what is on the phone: it is there without network.
 */
export async function previewEvidence(photos: readonly EvidencePhoto[], start: number, of: EvidenceOf): Promise<void> {
  const role = session.value?.me.role
  if (role === 'cadre' || role === 'assistant') return previewPhotos(photos.map((one) => one.sha), start)
  const { default: EvidencePreview } = await import('@/components/EvidencePreview.vue')
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(EvidencePreview, {
    photos,
    start,
    of,
    onClosed: () => {
      app.unmount()
      place.remove()
    },
  })
  app.mount(place)
}
