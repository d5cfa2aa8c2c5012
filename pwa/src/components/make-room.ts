
import { isSure } from '@/components/sure'
import { say } from '@/components/say'
import { inMegabytes } from '@/domain/size'
import { freeSentPhotos } from '@/store/photos'
import { freeable } from '@/store/room'

/** A photo did not fit: true when the person has made room for it, false when it goes on without. */
export async function makeRoom(): Promise<boolean> {
  const bytes = await freeable().catch(() => 0)
  if (!bytes) {
    say('手机空间满了，这张照片没存上。请先上传，或清理手机空间')
    return false
  }
  const agreed = await isSure({
    title: '手机空间快满了',
    message: `这张照片没存上，已填的内容都在。可以删除已上传的旧照片，腾出约 ${inMegabytes(bytes)}。`,
    confirmButtonText: '腾出空间',
    cancelButtonText: '不带照片继续',
  })
  if (agreed) await freeSentPhotos()
  return agreed
}
