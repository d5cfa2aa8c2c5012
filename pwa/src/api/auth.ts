import type { Me, Tokens } from '@/domain/wire'
import { api } from './client'

export function signInWith(username: string, password: string): Promise<Tokens> {
  return api('/api/v1/auth/token', { method: 'POST', form: { grant_type: 'password', username, password }, open: true })
}

export function renewWith(refresh_token: string): Promise<Tokens> {
  return api('/api/v1/auth/refresh', { method: 'POST', json: { refresh_token }, open: true })
}

export function revoke(refresh_token: string): Promise<void> {
  return api('/api/v1/auth/logout', { method: 'POST', json: { refresh_token }, open: true, timeoutMs: 5_000 })
}

export function whoAmI(): Promise<Me> {
  return api('/api/v1/me')
}

export function replacePassword(old_password: string, new_password: string): Promise<Tokens> {
  return api('/api/v1/me/password', { method: 'POST', json: { old_password, new_password } })
}

export function acknowledgePrivacy(): Promise<void> {
  return api('/api/v1/me/privacy', { method: 'POST' })
}
