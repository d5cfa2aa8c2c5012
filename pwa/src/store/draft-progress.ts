import { shanghaiDay } from '@/domain/deadline'
import { filled, type Filled } from '@/domain/filled'
import { isReport } from '@/domain/visit'
import { formOf } from './catalogue'
import { drafts } from './drafts'

/** How far each draft of a visit has come, by its id. */
export async function draftProgress(): Promise<Map<string, Filled>> {
  const found = new Map<string, Filled>()
  for (const draft of await drafts()) {
    const form = isReport(draft) ? null : await formOf(draft).catch(() => null)
    if (form) found.set(draft.id, filled(form, draft, shanghaiDay(new Date())))
  }
  return found
}
