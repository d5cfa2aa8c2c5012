import type { ProblemBody } from '@/domain/wire'
import { Problem, SignInNeeded, Unreachable } from './problem'

export { Problem, SignInNeeded, Unreachable } from './problem'

/** Where the client gets the access token from, and how a new one is fetched. */
export interface TokenSource {
  /** The token of whoever is signed in; null when that is somebody else than `as`. */
  access: (as?: string) => string | null
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
  /** Goes in this account's name or not at all: another person may have signed in meanwhile. */
  as?: string | undefined
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
  const used = mayGo(call)
  const answer = await fetchOnce(path, call)
  if (answer.status !== 401 || call.open || !isJson(answer)) return judged(answer, call)
  const renewed = source.access(call.as) !== used || (await renewOnce())
  if (!renewed) throw new SignInNeeded()
  mayGo(call)
  return judged(await fetchOnce(path, call), call)
}

function mayGo(call: Call): string | null {
  const token = source.access(call.as)
  if (call.as && !token) throw new SignInNeeded()
  return token
}

/** One renewal at a time: a second one would spend a refresh token twice. */
function renewOnce(): Promise<boolean> {
  renewing ??= source.renew().finally(() => (renewing = null))
  return renewing
}

async function fetchOnce(path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...call.headers }
  const token = call.open ? null : source.access(call.as)
  if (token) headers['Authorization'] = `Bearer ${token}`
  if (call.json !== undefined) headers['Content-Type'] = 'application/json'
  try {
    return await fetch(path, {
      method: call.method ?? 'GET',
      headers,
      body: bodyOf(call),
      cache: 'no-store',
      redirect: 'manual',
      signal: timeLimit(call.timeoutMs ?? 30_000),
    })
  } catch {
    throw new Unreachable(navigator.onLine === false ? '当前没有网络' : '没连上服务器，请稍后再试', { answered: false })
  }
}

/** As AbortSignal.timeout, which phones of before 2022 lack. */
export function timeLimit(ms: number): AbortSignal {
  const end = new AbortController()
  setTimeout(() => end.abort(), ms)
  return end.signal
}

function bodyOf(call: Call): BodyInit | null {
  if (call.json !== undefined) return JSON.stringify(call.json)
  if (call.form) return new URLSearchParams(call.form)
  return call.bytes ?? null
}

async function judged(answer: Response, call: Call): Promise<Response> {
  if (answer.ok) return answer
  if (answer.status >= 500 || later.has(answer.status) || answer.status < 400) {
    const retryAfterS = secondsIn(answer.headers.get('Retry-After'))
    throw new Unreachable((await toldToWait(answer, call)) ?? '服务器暂时忙，稍后会自动再试', { retryAfterS })
  }
  const problem = await problemOf(answer, call)
  if (answer.status === 401 && !call.open && problem instanceof Problem) throw new SignInNeeded()
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
  if (!isJson(answer)) return new Unreachable('网络要求先登录或认证，没连上督导通服务器')
  if (call.method === 'HEAD') return new Problem(bare)
  try {
    const body = (await answer.json()) as Partial<ProblemBody>
    if (typeof body.type !== 'string') return new Unreachable()
    return new Problem({ ...bare, ...body })
  } catch {
    return new Unreachable()
  }
}

/** `Retry-After` gives seconds or a date. */
function secondsIn(told: string | null, now = Date.now()): number | null {
  if (!told) return null
  const seconds = /^\d+$/.test(told.trim()) ? Number(told) : Math.ceil((Date.parse(told) - now) / 1000)
  return seconds > 0 ? seconds : null
}

function isJson(answer: Response): boolean {
  return /\bjson\b/.test(answer.headers.get('Content-Type') ?? '')
}
