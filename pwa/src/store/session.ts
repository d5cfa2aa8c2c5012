import { shallowRef } from 'vue'
import { acknowledgePrivacy, renewWith, replacePassword, revoke, signInWith } from '@/api/auth'
import { Problem, Unreachable, useTokens } from '@/api/client'
import type { Me, Tokens } from '@/domain/wire'
import { OpenElsewhere, UnsentLeft } from './errors'
import { heldElsewhere, locked } from './lease'
import { confirmed } from './idle'
import { rememberUser, userOf } from './last-user'
import { freshLock, matchesLock, type Lock } from './lock'
import { destroy, forgetCurrent, keepSession, keptSessions, lastSession } from './vault'

export interface Session {
  me: Me
  signedInAt: string
  /** When the server last confirmed this session. */
  confirmedAt: string
  refreshExpiresAt: string
  /** The server ended the session: the phone works on, sending waits for a new sign-in. */
  expired: boolean
  /** The account was switched off: what is here can only be given to the server to keep. */
  ended: boolean
}

interface Kept extends Session {
  access: string
  refresh: string
  /** Opens the server's keeping, also once the account has ended; absent since before it existed. */
  device?: string
  lock: Lock
  /** How long the phone may go without the server; the installation's setting. */
  offlineDays?: number
}

const day_ms = 86_400_000
const ACCOUNT_ENDED = '/problems/account-disabled'
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dudao-session') : null
let kept: Kept | null = null

export { homeOf, lastUser, nextPage, userOf, type User } from './last-user'

/** Who uses this phone; null when nobody is signed in. */
export const session = shallowRef<Session | null>(null)

export function can(permission: string): boolean {
  return session.value?.me.permissions.includes(permission) ?? false
}

/** What the server's keeping is opened with; null when this phone was never given it. */
export function deviceToken(of: string): string | null {
  return (kept?.me.id === of && kept.device) || null
}

/** Brings back the last session without any network; null when there is none or it is too old. */
export async function restoreSession(at = Date.now()): Promise<Session | null> {
  const found = await lastSession<Kept>()
  if (!found || isTooOld(found, at)) return null
  show(found)
  return session.value
}

function isTooOld(found: Kept, at: number): boolean {
  return at - Date.parse(found.confirmedAt) > (found.offlineDays ?? 30) * day_ms
}

/**
 * Signs in; without a network too, where this person has been signed in on this phone before.
 *
 * Throws the server's `Problem` when it says no, `Unreachable` when nobody could.
 */
export async function signIn(username: string, password: string): Promise<Session> {
  if (!globalThis.crypto?.subtle) throw new Error('请用 https 开头的网址打开督导通，否则这部手机不能安全保存资料')
  try {
    await take(await signInWith(username.trim(), password), await freshLock(password))
  } catch (error) {
    if (error instanceof Problem) await givenUp(username.trim(), error)
    if (!(error instanceof Unreachable) || !(await resume(username.trim(), password))) throw error
  }
  confirmed()
  return session.value as Session
}

/** Opens what somebody left on this phone, by the password he last used here. */
async function resume(username: string, password: string, at = Date.now()): Promise<boolean> {
  const found = (await keptSessions<Kept>()).find((one) => one.me.username === username)
  if (!found || isTooOld(found, at) || !(await matchesLock(found.lock, password))) return false
  await store(found)
  return true
}

/** A switched-off account whose records lie here is opened again, for them to be given to the server to keep. */
async function givenUp(username: string, said: Problem): Promise<void> {
  if (said.type !== ACCOUNT_ENDED) return
  const found = (await keptSessions<Kept>()).find((one) => one.me.username === username)
  if (found) await store({ ...found, expired: true, ended: true })
}

export async function changePassword(old: string, next: string): Promise<void> {
  const tokens = await replacePassword(old, next)
  const lock = await freshLock(next)
  await locked('dudao-renew', () => take(tokens, lock))
}

/** Whether `password` is the one last used here; works without network. */
export async function confirmPassword(password: string): Promise<boolean> {
  return kept !== null && (await matchesLock(kept.lock, password))
}

/** Remembers that the privacy notice was shown; told to the server when it can be reached. */
export async function seePrivacy(): Promise<void> {
  if (!kept) return
  await amend((now) => ({ me: { ...now.me, privacy_seen: true } }))
  await acknowledgePrivacy().catch(() => undefined)
}

/**
 * Ends the session and wipes this account's data from the phone, in every window.
 *
 * Raises UnsentLeft with their count when more records exist here only than the person has
 * `agreed` to lose, and OpenElsewhere while another window has a form open.
 */
export async function signOut(agreed = 0): Promise<void> {
  if (!kept) return
  const { unsentCount, wipe } = await import('./db')
  // A renewal under way would bring the session back.
  const refresh = await locked('dudao-renew', async () => {
    if (!kept) return null
    if (await heldElsewhere()) throw new OpenElsewhere()
    const count = await unsentCount()
    if (count > agreed) throw new UnsentLeft(count)
    const { refresh: spent, me } = kept
    leave()
    channel?.postMessage({ left: me.id })
    await wipe(me.id)
    await destroy(me.id)
    await forgetCurrent()
    return spent
  })
  if (refresh) await revoke(refresh).catch(() => undefined)
}

/**
 * Makes room for another person: nothing is wiped, and what was not sent waits here for its owner.
 *
 * Raises OpenElsewhere while another window has a form open.
 */
export async function stepAside(): Promise<void> {
  const { endAccount } = await import('./db')
  await locked('dudao-renew', async () => {
    if (!kept) return
    if (await heldElsewhere()) throw new OpenElsewhere()
    const { me } = kept
    leave()
    channel?.postMessage({ left: me.id })
    endAccount(me.id)
    await forgetCurrent()
  })
}

/** Calls back when this window's account has left the phone in another window, with its data or without. */
export function onLeft(tell: () => void): void {
  channel?.addEventListener('message', (event: MessageEvent<{ left: string }>) => {
    const of = event.data.left
    if (kept?.me.id !== of) return
    leave()
    void import('./db').then(({ endAccount }) => endAccount(of)).then(tell)
  })
}

function leave(): void {
  kept = null
  session.value = null
  rememberUser(null)
}

/** The newest facts about the account, as a sync brought them. */
export async function refreshMe(me: Me, offlineDays: number): Promise<void> {
  if (kept?.me.id !== me.id) return
  await amend((now) => ({ me: asSeenHere(me, now.me), offlineDays, confirmedAt: new Date().toISOString() }))
  // Read without a network: the server learns of it now.
  if (kept.me.privacy_seen && !me.privacy_seen) await acknowledgePrivacy().catch(() => undefined)
}

/** What the server says of an account, with what was read on this phone before it could be told. */
function asSeenHere(me: Me, here: Me | undefined): Me {
  return { ...me, privacy_seen: me.privacy_seen || (here?.id === me.id && here.privacy_seen) }
}

/** Changes facts beside the tokens, on top of whatever another tab renewed meanwhile. */
async function amend(change: (now: Kept) => Partial<Kept>): Promise<void> {
  await locked('dudao-renew', async () => {
    const newest = await lastSession<Kept>()
    if (kept && newest?.me.id === kept.me.id) await store({ ...newest, ...change(newest) })
  })
}

async function take(tokens: Tokens, lock: Lock): Promise<void> {
  const now = new Date().toISOString()
  await store({
    me: asSeenHere(tokens.me, kept?.me),
    signedInAt: kept?.me.id === tokens.me.id ? kept.signedInAt : now,
    confirmedAt: now,
    refreshExpiresAt: tokens.refresh_expires_at,
    expired: false,
    ended: false,
    device: tokens.device_token,
    access: tokens.access_token,
    refresh: tokens.refresh_token,
    lock,
    offlineDays: kept?.offlineDays,
  })
}

async function store(next: Kept): Promise<void> {
  await keepSession(next.me.id, next)
  show(next)
}

function show(next: Kept): void {
  kept = next
  const { me, signedInAt, confirmedAt, refreshExpiresAt, expired } = next
  // A session kept since an earlier release has never heard of its end.
  session.value = { me, signedInAt, confirmedAt, refreshExpiresAt, expired, ended: next.ended ?? false }
  rememberUser(userOf(me))
}

/** One renewal across tabs: another tab may have spent the refresh token already. */
async function renew(): Promise<boolean> {
  const spent = kept?.access
  return locked('dudao-renew', async () => {
    if (!kept) return false
    const newest = await lastSession<Kept>()
    if (newest && newest.me.id === kept.me.id && newest.access !== spent) {
      show(newest)
      return true
    }
    try {
      await take(await renewWith(kept.refresh), kept.lock)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await store({ ...kept, expired: true, ended: error.type === ACCOUNT_ENDED })
      return false
    }
  })
}

useTokens({ access: (as) => (kept && (!as || as === kept.me.id) ? kept.access : null), renew })
