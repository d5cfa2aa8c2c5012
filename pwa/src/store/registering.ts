import type { Severity } from '@/domain/checklist'
import type { Day, Sha256 } from '@/domain/wire'
import { db, opened, sealed, written } from './db'

/** An issue found outside a visit, while it is being written; one for each enterprise. */
export interface RegisterDraft {
  text: string
  description: string
  severity: Severity
  requirement: string
  photos: Sha256[]
  /** An earlier day than the severity gives; absent in drafts of an older version. */
  deadline?: Day
}

export async function registerDraft(entityId: string): Promise<RegisterDraft> {
  const row = await db().facts.get(placeOf(entityId))
  return row ? opened<RegisterDraft>(row) : { text: '', description: '', severity: 'minor', requirement: '', photos: [] }
}

export async function saveRegisterDraft(entityId: string, draft: RegisterDraft): Promise<void> {
  const row = { id: placeOf(entityId), ...(await sealed(draft)) }
  await written(() => db().facts.put(row))
}

export function dropRegisterDraft(entityId: string): Promise<void> {
  return db().facts.delete(placeOf(entityId))
}

function placeOf(entityId: string): string {
  return `register:${entityId}`
}
