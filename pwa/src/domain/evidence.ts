/** What is said of a photo: by whom, and when by the phone's clock and by the server's. */

import type { Instant, InspectionShown, IssueShown, Sha256, Taken } from './wire'
import { yearDayClock } from './when'

/** One line where the two clocks agree to the minute. */
export function timeWords(deviceAt: Instant | null | undefined, receivedAt: Instant, said = yearDayClock): string[] {
  const received = said(receivedAt)
  if (!deviceAt) return [`收到时间 ${received}`]
  const device = said(deviceAt)
  return device === received ? [`手机时间、收到时间 ${received}`] : [`手机时间 ${device}`, `收到时间 ${received}`]
}

/** An official is not named to the enterprise. */
export function whoTook(taken: Taken): string {
  return [taken.by, taken.post === taken.by ? '' : taken.post].filter(Boolean).join(' ')
}

/** Who, then when, a line each. */
export function takenWords(taken: Taken | undefined): string[] {
  if (!taken) return []
  return [whoTook(taken), ...timeWords(taken.device_at, taken.at)].filter(Boolean)
}

/** Who brought each photo of an issue: the step that did; a later one may show it again. */
export function takenOf(issue: Pick<IssueShown, 'events'>): Record<Sha256, Taken> {
  const found: Record<Sha256, Taken> = {}
  for (const event of [...issue.events].sort((a, b) => a.seq - b.seq)) {
    const taken = { by: event.actor.name, post: event.actor.post, device_at: event.device_at, at: event.at }
    for (const photo of event.photos) found[photo.sha256] ??= taken
  }
  return found
}

/** A visit's photos came with the visit; one that is still on the phone has not been received. */
export function visitWords(visit: Pick<InspectionShown, 'cadre' | 'device_finished_at' | 'finished_at' | 'received_at'>): string[] {
  return takenWords({ by: visit.cadre.name, post: visit.cadre.post, device_at: visit.device_finished_at ?? visit.finished_at, at: visit.received_at })
}
