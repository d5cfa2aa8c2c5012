import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Heard {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

type Answer = (heard: Heard, reply: ServerResponse) => void

/** A small real server: what it is told to answer first, else a faithful little API. */
export class SmallServer {
  readonly heard: Heard[] = []
  readonly inspections = new Map<string, unknown>()
  /** Records given to be kept, as they arrived. */
  readonly kept = new Map<string, Record<string, unknown>>()
  /** What an office decided of them. */
  readonly fates: unknown[] = []
  readonly pictures = new Map<string, Buffer>()
  /** 承诺书 as they were signed: the order, or the PDF. */
  readonly signed = new Map<string, Buffer>()
  readonly uploads = new Map<string, { sha: string; length: number; bytes: Buffer }>()
  readonly waysIn = new Set(['access-1'])
  origin = ''
  /** Answers given instead of the API's, one per call to a matching path. */
  readonly instead: { path: RegExp; answer: Answer }[] = []
  refreshes = 0
  private readonly http = createServer((request, reply) => void this.take(request, reply))

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`
    return this
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections()
    await new Promise((resolve) => this.http.close(resolve))
  }

  next(path: RegExp, answer: Answer): void {
    this.instead.push({ path, answer })
  }

  calls(method: string, path: RegExp): Heard[] {
    return this.heard.filter((one) => one.method === method && path.test(one.path))
  }

  private async take(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const heard = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(parts),
    }
    this.heard.push(heard)
    const at = this.instead.findIndex((one) => one.path.test(heard.path))
    if (at >= 0) this.instead.splice(at, 1)[0]?.answer(heard, reply)
    else this.route(heard, reply)
  }

  private route(heard: Heard, reply: ServerResponse): void {
    const { method, path } = heard
    if (path === '/api/v1/auth/token' || path === '/api/v1/auth/refresh') return this.letIn(reply)
    if (path === '/api/v1/auth/logout') return void reply.writeHead(204).end()
    if (path.startsWith('/api/v1/quarantine') && heard.headers.authorization === 'Device device-1') return this.quarantine(heard, reply)
    const token = (heard.headers.authorization ?? '').replace('Bearer ', '')
    if (!this.waysIn.has(token)) return refuse(reply, 401, 'not-signed-in', '请重新登录')
    const inspection = /^\/api\/v1\/inspections\/([0-9a-f-]+)$/.exec(path)?.[1]
    if (inspection && method === 'PUT') return this.receive(inspection, heard, reply)
    if (path.startsWith('/api/v1/media')) return this.media(heard, reply)
    const signed = /^\/api\/v1\/commitments\/([0-9a-f-]{36})(\/scan)?(\?|$)/.exec(path)?.[1]
    if (signed && method === 'PUT') return this.sign(signed, heard, reply)
    if (path.startsWith('/api/v1/sync')) return json(reply, 200, emptyPage())
    if (/^\/api\/v1\/issues\/[^/]+\/moves$/.test(path)) {
      return json(reply, 200, { id: path.split('/')[4], number: 'X-1', version: 2, entity: { id: 'e-1' } })
    }
    refuse(reply, 404, 'not-found', '没有这个地址')
  }

  private letIn(reply: ServerResponse): void {
    this.refreshes += 1
    const access = `access-${this.refreshes}`
    this.waysIn.add(access)
    json(reply, 200, tokens(access))
  }

  private receive(id: string, heard: Heard, reply: ServerResponse): void {
    const first = !this.inspections.has(id)
    const { device_now: _, ...facts } = JSON.parse(heard.body.toString()) as Record<string, unknown>
    if (first) this.inspections.set(id, facts)
    if (JSON.stringify(this.inspections.get(id)) !== JSON.stringify(facts)) {
      return refuse(reply, 409, 'inspection-differs', '这一份内容不同')
    }
    json(reply, first ? 201 : 200, { ...receiptOf(id), missing_media: this.lacking(JSON.stringify(facts)) })
  }

  private sign(id: string, heard: Heard, reply: ServerResponse): void {
    if (!this.signed.has(id)) this.signed.set(id, heard.body)
    json(reply, 200, { digest: 'd'.repeat(64), state: 'signed', signed: { version: this.signed.size } })
  }

  private quarantine(heard: Heard, reply: ServerResponse): void {
    const { method, path } = heard
    if (path.startsWith('/api/v1/quarantine/media')) return this.media(heard, reply, '/api/v1/quarantine/media')
    if (path === '/api/v1/quarantine/mine') return json(reply, 200, this.fates)
    const id = path.split('/').at(-1) ?? ''
    if (method !== 'PUT') return refuse(reply, 404, 'not-found', '没有这个地址')
    const told = JSON.parse(heard.body.toString()) as Record<string, unknown>
    this.kept.set(id, told)
    const missing = (told['photos'] as string[]).filter((sha) => !this.pictures.has(sha))
    json(reply, 202, { ...keptReceiptOf(id), missing_media: missing })
  }

  private lacking(text: string): string[] {
    return [...new Set(text.match(/[0-9a-f]{64}/g) ?? [])].filter((sha) => !this.pictures.has(sha))
  }

  private media(heard: Heard, reply: ServerResponse, root = '/api/v1/media'): void {
    const asked = /\/sha256\/([0-9a-f]{64})$/.exec(heard.path)?.[1]
    if (asked) {
      if (!this.pictures.has(asked)) return refuse(reply, 404, 'photo-not-found', '没有这张照片')
      return void reply.writeHead(200, { 'Content-Type': 'image/jpeg' }).end()
    }
    if (heard.method === 'POST') {
      const told = String(heard.headers['upload-metadata'])
      const sha = Buffer.from(/sha256 ([^,]+)/.exec(told)?.[1] ?? '', 'base64').toString()
      const id = `up-${sha.slice(0, 8)}`
      const length = Number(heard.headers['upload-length'])
      const upload = this.uploads.get(id) ?? { sha, length, bytes: Buffer.alloc(0) }
      this.uploads.set(id, upload)
      return tus(reply, 201, upload.bytes.length, { Location: `${root}/${id}` })
    }
    const upload = this.uploads.get(heard.path.split('/').at(-1) ?? '')
    if (!upload) return refuse(reply, 404, 'upload-not-found', '这次上传已过期')
    if (heard.method === 'HEAD') return tus(reply, 200, upload.bytes.length)
    if (Number(heard.headers['upload-offset']) !== upload.bytes.length) {
      return refuse(reply, 409, 'offset-moved', '位置不对')
    }
    upload.bytes = Buffer.concat([upload.bytes, heard.body])
    if (upload.bytes.length === upload.length) {
      const sha = createHash('sha256').update(upload.bytes).digest('hex')
      if (sha !== upload.sha) return refuse(reply, 460, 'checksum-mismatch', '传输中出错')
      this.pictures.set(sha, upload.bytes)
    }
    tus(reply, 204, upload.bytes.length)
  }
}

export function json(reply: ServerResponse, status: number, body: unknown): void {
  reply.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

export function html(reply: ServerResponse, status: number): void {
  reply.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>请先认证上网</h1>')
}

export function refuse(reply: ServerResponse, status: number, slug: string, detail: string): void {
  const body = { type: `/problems/${slug}`, title: '没有收下', status, detail }
  reply.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(body))
}

function tus(reply: ServerResponse, status: number, offset: number, more: Record<string, string> = {}): void {
  reply.writeHead(status, { 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), ...more }).end()
}

export function receiptOf(id: string) {
  return { id, receipt_no: 'R-2026Q4-000001', received_at: '2026-11-23T03:00:00Z', issues: [] }
}

export function keptReceiptOf(id: string) {
  return { id, receipt_no: 'GL370102-2026Q4-000001', received_at: '2026-11-23T03:04:00Z' }
}

export function me(id = 'account-1') {
  return {
    id,
    username: 'cadre-village',
    name: '周桂兰',
    post: '村党支部书记',
    role: 'cadre',
    level: 'village',
    region: { code: '370102001001', name: '示范村', path_name: '济南市历下区示范街道示范村' },
    unit: null,
    assists: null,
    permissions: ['submit_inspection', 'see_checklists'],
    must_change_password: false,
    privacy_seen: true,
  }
}

export function tokens(access: string, who = me()) {
  return {
    access_token: access,
    token_type: 'bearer',
    expires_in: 600,
    refresh_token: `refresh-of-${access}`,
    refresh_expires_at: '2026-12-23T03:00:00Z',
    device_token: 'device-1',
    me: who,
  }
}

export function emptyPage() {
  return {
    cursor: 'c1',
    more: false,
    run: 'r1',
    server_time: '2026-11-23T03:00:00Z',
    full: true,
    me: me(),
    period: { code: '2026Q4', first: '2026-10-01', last: '2026-12-31' },
    entities: [],
    removed_entities: [],
    issues: [],
    feedback: [],
    checklists: [],
    messages: null,
    calendars: [],
    contacts: {
      office: { name: '示范街道食药安办', phone: '0531-00000000' },
      station: { name: '示范市场监管所', phone: '0531-00000001' },
      hotline: '12315',
      accident: [],
    },
    units: [],
    settings: { offline_days: 30, idle_confirm_hours: 8, photo_max_edge: 1600, photo_max_bytes: 400000, max_photos: 9 },
  }
}
