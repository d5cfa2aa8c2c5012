/** 清单 and 承诺书: true on the server; one's own can be read and signed without network. */

import { api, send, Unreachable } from '@/api/client'
import { uuid7 } from '@/domain/ids'
import type { Intent } from '@/domain/intent'
import type { Sha256 } from '@/domain/wire'
import type { CommitmentPage, CommitmentRow, CommitmentShown, CommitmentSigned, CommitmentState } from '@/domain/wire-commitment'
import { db, owner, written } from './db'
import { NotAPaper } from './errors'
import { intents, nextSeq, rowOf } from './outbox'
import { keepBytes } from './photos'
import { asQuery, read, type Remote } from './remote'

const FILE_MS = 120_000
const LARGEST = 10 * 1024 * 1024
const TYPES = { pdf: 'application/pdf', docx: 'wordprocessingml', xlsx: 'spreadsheetml' }
export type PaperKind = keyof typeof TYPES

/** What the server says now, or said when it could last be reached. */
export const myCommitment = (): Promise<Remote<CommitmentShown>> => read('/api/v1/commitments/mine')
export const commitments = (state: CommitmentState | '', region = '') => api<CommitmentPage>(`/api/v1/commitments?${asQuery({ state, region })}`, { timeoutMs: 60_000 })

/** 承诺书 signed on this phone, the newest first. */
export async function signedHere(): Promise<Extract<Intent, { kind: 'commitment' }>[]> {
  return (await intents()).filter((made) => made.kind === 'commitment')
}

/** Signs the list that was read: kept here, sent when the server can be reached. */
export async function enqueueCommitment(given: Omit<CommitmentSigned, 'signed_at'>, at = new Date()): Promise<string> {
  const id = uuid7(at.getTime())
  const subject = `commitment:${owner()}`
  const madeAt = at.toISOString()
  const row = await rowOf({ id, kind: 'commitment', subject, title: '食品安全包保承诺书', body: { ...given, signed_at: madeAt }, photos: given.pages, madeAt, state: { at: 'waiting' } })
  const store = db()
  await written(() =>
    store.transaction('rw', store.outbox, async () => {
      // Signed anew: what was refused would only hold it back.
      await store.outbox.where('subject').equals(subject).and((one) => one.at === 'refused').delete()
      await store.outbox.put({ ...row, seq: await nextSeq(store) })
    }),
  )
  return id
}

/** Keeps the PDF of a signed paper on this phone. Throws NotAPaper. */
export async function addScan(file: File): Promise<Sha256> {
  if (file.size > LARGEST) throw new NotAPaper('文件超过 10 MB，请用 150 到 200 dpi 重新扫描，或拍照')
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')) throw new NotAPaper('这个文件不是 PDF。请重新选，或拍照')
  return keepBytes(bytes, 'application/pdf')
}

/** Hands in, from the office's desk, the paper that a cadre signed for his list; `id` is made once. */
export function fileCommitment(id: string, row: CommitmentRow, file: Blob): Promise<CommitmentShown> {
  const path = `/api/v1/commitments/of/${row.cadre_id}/${id}/scan?${asQuery({ digest: row.digest })}`
  return file.arrayBuffer().then((bytes) =>
    api<CommitmentShown>(path, { method: 'PUT', bytes: new Uint8Array(bytes), headers: { 'Content-Type': 'application/octet-stream' }, timeoutMs: FILE_MS }),
  )
}

/** A list or a promise as a file, by where it is and what people call it. */
export async function paperOf(path: string, kind: PaperKind, name: string): Promise<File> {
  const [where, query] = path.split('?')
  const answer = await send(`/api/v1/${where}.${kind}${query ? `?${query}` : ''}`, { timeoutMs: FILE_MS, headers: { Accept: '*/*' } })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes(TYPES[kind])) throw new Unreachable('没连上督导通服务器，请稍后再试')
  return new File([await answer.blob()], `${name}.${kind}`, { type })
}
