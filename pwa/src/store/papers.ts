/** 清单 and 承诺书: asked of the server each time, for the list is true there. */

import { api, send, Unreachable } from '@/api/client'
import type { CommitmentPage, CommitmentShown, CommitmentState, SignedBy } from '@/domain/wire-commitment'
import type { Sha256 } from '@/domain/wire'
import { asQuery, sendPhotos } from './remote'

const FILE_MS = 120_000
const TYPES = { pdf: 'application/pdf', docx: 'wordprocessingml', xlsx: 'spreadsheetml' }
export type PaperKind = keyof typeof TYPES

export const myCommitment = () => api<CommitmentShown>('/api/v1/commitments/mine')
export const commitments = (state: CommitmentState | '', region = '') => api<CommitmentPage>(`/api/v1/commitments?${asQuery({ state, region })}`, { timeoutMs: 60_000 })

/** Signs the list that was read. The picture goes first; `id` is made once, so that sending twice signs once. */
export async function signCommitment(id: string, digest: string, signed_by: SignedBy, sha256: Sha256): Promise<CommitmentShown> {
  await sendPhotos([sha256], () => undefined)
  return api<CommitmentShown>(`/api/v1/commitments/${id}`, { method: 'PUT', json: { digest, signed_by, sha256 } })
}

/** A list or a promise as a file, by where it is and what people call it. */
export async function paperOf(path: string, kind: PaperKind, name: string): Promise<File> {
  const [where, query] = path.split('?')
  const answer = await send(`/api/v1/${where}.${kind}${query ? `?${query}` : ''}`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes(TYPES[kind])) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `${name}.${kind}`, { type })
}
