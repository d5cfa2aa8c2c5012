import { photoUrl, type PhotoSource } from '@/store/photos'

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
