import type { ProblemBody } from '@/domain/wire'
import { Problem, SignInNeeded, Unreachable } from './problem'

export { Problem, SignInNeeded, Unreachable } from './problem'

/** Where the client gets the access token from, and how a new one is fetched. */
export interface TokenSource {
  access: () => string | null
  /** Gets a new pair; resolves false when a person must sign in. */
  renew: () => Promise<boolean>
}

export interface Call {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  json?: unknown
  form?: Record<string, string>
  bytes?: Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  timeoutMs?: number
  /** Goes without the account's token. */
  open?: boolean
}

const later = new Set([408, 425, 429])
let source: TokenSource = { access: () => null, renew: async () => false }
let renewing: Promise<boolean> | null = null

export function useTokens(tokens: TokenSource): void {
  source = tokens
}

/** Calls the API and gives its JSON; everything that is not our own answer becomes `Unreachable`. */
export async function api<T>(path: string, call: Call = {}): Promise<T> {
  const answer = await send(path, call)
  if (answer.status === 204) return undefined as T
  if (!isJson(answer)) throw new Unreachable('网络要求先登录或认证，没连上督导通服务器')
  try {
    return (await answer.json()) as T
  } catch {
    throw new Unreachable()
  }
}

/** As `api`, but gives the raw answer (tus, photo bytes). A refusal throws all the same. */
export async function send(path: string, call: Call = {}): Promise<Response> {
  const used = source.access()
  const answer = await fetchOnce(path, call)
  if (answer.status !== 401 || call.open) return judged(answer, call)
  const renewed = source.access() !== used || (await renewOnce())
  if (!renewed) throw new SignInNeeded()
  return judged(await fetchOnce(path, call), call)
}

/** One renewal at a time: a second one would spend a refresh token twice. */
function renewOnce(): Promise<boolean> {
  renewing ??= source.renew().finally(() => (renewing = null))
  return renewing
}

async function fetchOnce(path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...call.headers }
  const token = call.open ? null : source.access()
  if (token) headers['Authorization'] = `Bearer ${token}`
  if (call.json !== undefined) headers['Content-Type'] = 'application/json'
  try {
    return await fetch(path, {
      method: call.method ?? 'GET',
      headers,
      body: bodyOf(call),
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs ?? 30_000),
    })
  } catch {
    throw new Unreachable(navigator.onLine === false ? '当前没有网络' : '没连上服务器，请稍后再试')
  }
}

function bodyOf(call: Call): BodyInit | null {
  if (call.json !== undefined) return JSON.stringify(call.json)
  if (call.form) return new URLSearchParams(call.form)
  return call.bytes ?? null
}

async function judged(answer: Response, call: Call): Promise<Response> {
  if (answer.ok) return answer
  if (answer.status >= 500 || later.has(answer.status) || answer.status < 400) {
    const retryAfterS = Number(answer.headers.get('Retry-After')) || null
    throw new Unreachable((await toldToWait(answer, call)) ?? '服务器暂时忙，稍后会自动再试', retryAfterS)
  }
  const problem = await problemOf(answer, call)
  if (answer.status === 401 && !call.open) throw new SignInNeeded()
  throw problem
}

/** Whoever must wait is told by our server until when; what a proxy writes is not for a person. */
async function toldToWait(answer: Response, call: Call): Promise<string | null> {
  if (answer.status !== 429) return null
  const problem = await problemOf(answer, call)
  return problem instanceof Problem ? problem.detail || null : null
}

/** A refusal counts only in our own words; a portal's 403 page is no verdict. */
async function problemOf(answer: Response, call: Call): Promise<Error> {
  const bare = { type: 'about:blank', title: '', status: answer.status, detail: '' }
  if (call.method === 'HEAD') return new Problem(bare)
  if (!isJson(answer)) return call.bytes ? new Problem(bare) : new Unreachable('网络要求先登录或认证，没连上督导通服务器')
  try {
    const body = (await answer.json()) as Partial<ProblemBody>
    if (typeof body.type !== 'string') return new Unreachable()
    return new Problem({ ...bare, ...body })
  } catch {
    return new Unreachable()
  }
}

function isJson(answer: Response): boolean {
  return /\bjson\b/.test(answer.headers.get('Content-Type') ?? '')
}
