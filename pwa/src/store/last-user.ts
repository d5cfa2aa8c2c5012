import type { Me } from '@/domain/wire'

/** Who somebody is and where he begins. */
export interface User {
  id: string
  home: string
}

/** The first screen of a role. */
export function homeOf(me: Me): string {
  switch (me.role) {
    case 'cadre':
    case 'assistant':
      return '/home'
    case 'secadmin':
      return '/accounts'
    case 'auditor':
      return '/audit'
    case 'sysadmin':
      return '/me'
    default:
      return '/ledger'
  }
}

/** The page somebody was on the way to before he had to sign in; null where that is none of this app. */
export function nextPage(next: unknown): string | null {
  return typeof next === 'string' && /^\/(?![/\\]|login|password)/.test(next) ? next : null
}

export function userOf(me: Me): User {
  return { id: me.id, home: homeOf(me) }
}

/** Who is signed in on this phone, known before his session is opened; null is no proof that nobody is. */
export function lastUser(): User | null {
  try {
    const [id, home] = localStorage.getItem('dudao.last-user')?.split(' ') ?? []
    return id && home ? { id, home } : null
  } catch {
    return null
  }
}

export function rememberUser(who: User | null): void {
  try {
    if (who) localStorage.setItem('dudao.last-user', `${who.id} ${who.home}`)
    else localStorage.removeItem('dudao.last-user')
  } catch {
    // Only a head start is lost.
  }
}
