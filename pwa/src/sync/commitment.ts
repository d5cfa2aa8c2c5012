import { api, Problem, Unreachable } from '@/api/client'
import { upload } from '@/api/media'
import type { Intent } from '@/domain/intent'
import type { CommitmentShown } from '@/domain/wire-commitment'
import { localBytes, markSent } from '@/store/photos'

const PDF_MS = 120_000
const GONE = { type: '', title: '', status: 0, detail: '签名或纸质件不在这部手机上了，请重新签一次。' }

/** Sends 承诺书: its pictures first, for without them it is not signed; a PDF goes with the order itself. */
export async function sendCommitment({ id, body, photos }: Extract<Intent, { kind: 'commitment' }>, as: string): Promise<undefined> {
  const { pages: _, signed_by, ...told } = body
  const path = `/api/v1/commitments/${id}`
  const device_now = () => new Date().toISOString()
  let shown: Partial<CommitmentShown> | undefined
  if (signed_by === 'scan') {
    const bytes = new Uint8Array(await (await here(photos[0] ?? '', as)).arrayBuffer())
    const headers = { 'Content-Type': 'application/octet-stream' }
    shown = await api(`${path}/scan?${new URLSearchParams({ ...told, device_now: device_now() }).toString()}`, { method: 'PUT', bytes, headers, timeoutMs: PDF_MS, as })
  } else {
    for (const sha of photos) await upload(sha, await here(sha, as), 'account', { as })
    shown = await api(path, { method: 'PUT', json: { ...body, device_now: device_now() }, as })
  }
  if (!shown?.digest || !shown.signed) throw new Unreachable()
  for (const sha of photos) await markSent(sha, as)
}

async function here(sha: string, as: string): Promise<Blob> {
  const bytes = await localBytes(sha, as)
  if (!bytes) throw new Problem(GONE)
  return bytes
}
