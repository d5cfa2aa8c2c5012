/** What is kept of a password, so that a person can confirm himself without network. */
export interface Lock {
  salt: string
  hash: string
}

const rounds = 210_000

export async function freshLock(password: string): Promise<Lock> {
  const salt = hex(crypto.getRandomValues(new Uint8Array(16)))
  return { salt, hash: await stretched(password, salt) }
}

export async function matchesLock(lock: Lock, password: string): Promise<boolean> {
  return (await stretched(password, lock.salt)) === lock.hash
}

async function stretched(password: string, salt: string): Promise<string> {
  const text = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', text.encode(password), 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(salt), iterations: rounds }
  return hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
