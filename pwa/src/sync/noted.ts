import { StorageFull } from '@/store/errors'
import { setState, type Sending } from '@/store/outbox'
import { freeSentPhotos } from '@/store/photos'

/** Writes down where a record stands; on a full phone photos the server has make room for it. */
export async function noted(id: string, state: Sending, of: string): Promise<void> {
  try {
    await setState(id, state, of)
  } catch (error) {
    if (!(error instanceof StorageFull)) throw error
    await freeSentPhotos(0, undefined, of)
    await setState(id, state, of)
  }
}

/** As `noted`, for what the next attempt finds out again: without room it stays unwritten. */
export async function noteIfRoom(id: string, state: Sending, of: string): Promise<void> {
  await noted(id, state, of).catch((error: unknown) => {
    if (!(error instanceof StorageFull)) throw error
  })
}
