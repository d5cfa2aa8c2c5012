/** The small database that holds each account's key and its sealed session; everything else is sealed with that key. */

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  box: ArrayBuffer
}

type Room = 'keys' | 'sessions' | 'marks'

/** A phone whose storage does not answer must say so; a white page says nothing. */
const longest_ms = 5_000

let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('dudao-vault', 1)
    setTimeout(() => reject(new Error('这部手机的存储没有反应。请关掉督导通的所有窗口再打开，还不行就重启手机')), longest_ms)
    request.onupgradeneeded = () => {
      for (const room of ['keys', 'sessions', 'marks'] satisfies Room[]) request.result.createObjectStore(room)
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      // iOS closes databases of pages it froze: the next call opens again.
      request.result.onclose = () => (opening = null)
      request.result.onversionchange = () => {
        request.result.close()
        opening = null
      }
      resolve(request.result)
    }
  })
  opening.catch(() => (opening = null))
  return opening
}

async function begin(rooms: Room | Room[], mode: IDBTransactionMode): Promise<IDBTransaction> {
  const start = async (): Promise<IDBTransaction> => (await open()).transaction(rooms, mode, { durability: 'strict' })
  return start().catch((error: unknown) => {
    // Closed while the page was frozen, and nobody was told: opened anew it answers.
    if ((error as DOMException).name !== 'InvalidStateError') throw error
    opening = null
    return start()
  })
}

async function transact<T>(room: Room, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = await begin(room, mode)
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(room))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

/** The answer to one question of a transaction; the next may be asked as soon as it is there. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** The account's key if there is one. */
export function keptKey(owner: string): Promise<CryptoKey | undefined> {
  return transact<CryptoKey | undefined>('keys', 'readonly', (store) => store.get(owner))
}

/** The account's key, made on first use; it can seal and open but never be read out. */
export async function keyOf(owner: string): Promise<CryptoKey> {
  const kept = await keptKey(owner)
  if (kept) return kept
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  try {
    // `add`, not `put`: of two tabs that both made a key, the first one wins for both.
    await transact('keys', 'readwrite', (store) => store.add(made, owner))
    return made
  } catch {
    const won = await keptKey(owner)
    if (!won) throw new Error('这部手机没能保存密钥，请检查浏览器是否处于无痕模式')
    return won
  }
}

/** Destroys the account's key and session: what it sealed can never be opened again. */
export async function destroy(owner: string): Promise<void> {
  await transact('keys', 'readwrite', (store) => store.delete(owner))
  await transact('sessions', 'readwrite', (store) => store.delete(owner))
}

export async function keepSession(owner: string, value: unknown): Promise<void> {
  const sealed = await seal(await keyOf(owner), value)
  await transact('sessions', 'readwrite', (store) => store.put(sealed, owner))
  await transact('marks', 'readwrite', (store) => store.put(owner, 'current'))
}

/** The session of whoever used this phone last, or null; read in one go, for every start waits for it. */
export async function lastSession<T>(): Promise<T | null> {
  const transaction = await begin(['marks', 'sessions', 'keys'], 'readonly')
  const get = <R>(room: Room, at: string): Promise<R | undefined> => asked(transaction.objectStore(room).get(at))
  const owner = await get<string>('marks', 'current')
  if (!owner) return null
  const [sealed, key] = await Promise.all([get<Sealed>('sessions', owner), get<CryptoKey>('keys', owner)])
  if (!sealed || !key) return null
  return unseal<T>(key, sealed).catch(() => null)
}

/** The session of everybody who was signed in here and has not signed out. */
export async function keptSessions<T>(): Promise<T[]> {
  const transaction = await begin(['sessions', 'keys'], 'readonly')
  const owners = await asked(transaction.objectStore('sessions').getAllKeys())
  const pairs = await Promise.all(
    owners.map((owner) =>
      Promise.all([
        asked<Sealed>(transaction.objectStore('sessions').get(owner)),
        asked<CryptoKey | undefined>(transaction.objectStore('keys').get(owner)),
      ]),
    ),
  )
  const opened = await Promise.allSettled(pairs.map(([sealed, key]) => (key ? unseal<T>(key, sealed) : Promise.reject(new Error('no key')))))
  return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

export async function forgetCurrent(): Promise<void> {
  await transact('marks', 'readwrite', (store) => store.delete('current'))
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  return sealBytes(key, new TextEncoder().encode(JSON.stringify(value)))
}

export async function unseal<T>(key: CryptoKey, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(key, sealed))) as T
}

export async function sealBytes(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) }
}

export function unsealBytes(key: CryptoKey, sealed: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.box)
}
