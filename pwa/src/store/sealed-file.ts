/**
 * A file that only a passphrase opens: one line in clear, then sealed frames, each bound to the
 * line and to its place, so that none can be changed, moved or exchanged unnoticed.
 *
 *     {"dudao":1,"salt":…,"rounds":…}\n   [length 4][iv 12][AES-GCM]   [length 4][iv 12][AES-GCM] …
 */

const rounds = 600_000
const iv_bytes = 12
const head_bytes = 1024

/** The file is not one of ours, is damaged, or the passphrase is another. */
export class NotOpened extends Error {
  override name = 'NotOpened'
}

export interface Sealer {
  head: Uint8Array<ArrayBuffer>
  seal: (n: number, bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>[]>
}

/** Begins a file under a passphrase. */
export async function sealer(passphrase: string): Promise<Sealer> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const head = new TextEncoder().encode(`${JSON.stringify({ dudao: 1, salt: btoa(String.fromCharCode(...salt)), rounds })}\n`)
  const key = await stretched(passphrase, salt, rounds, 'encrypt')
  return {
    head,
    async seal(n, bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(iv_bytes))
      const box = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: placed(head, n) }, key, bytes))
      const length = new Uint8Array(4)
      new DataView(length.buffer).setUint32(0, box.length)
      return [length, iv, box]
    },
  }
}

/** The frames of a file, one at a time. Throws `NotOpened`. */
export async function* frames(file: Blob, passphrase: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const start = await bytesOf(file, 0, head_bytes)
  const end = start.indexOf(10) + 1
  const head = start.slice(0, end)
  const { salt, rounds: told } = toldBy(head)
  const key = await stretched(passphrase, salt, told, 'decrypt')
  let at = end
  for (let n = 0; at < file.size; n += 1) {
    const front = await bytesOf(file, at, at + 4 + iv_bytes)
    if (front.length < 4 + iv_bytes) throw new NotOpened('文件不完整，请重新导出或重新接收')
    const length = new DataView(front.buffer).getUint32(0)
    at += 4 + iv_bytes + length
    if (at > file.size) throw new NotOpened('文件不完整，请重新导出或重新接收')
    const how = { name: 'AES-GCM', iv: front.slice(4), additionalData: placed(head, n) }
    const opened = await crypto.subtle.decrypt(how, key, await bytesOf(file, at - length, at)).catch(() => {
      throw new NotOpened(n ? '文件已损坏，请重新导出或重新接收' : '口令不对，或文件已损坏。请核对口令')
    })
    yield new Uint8Array(opened)
  }
}

function toldBy(head: Uint8Array): { salt: Uint8Array<ArrayBuffer>; rounds: number } {
  try {
    const told = JSON.parse(new TextDecoder().decode(head)) as { dudao?: number; salt: string; rounds: number }
    // Bounded: a made-up file must not keep the phone busy for ever.
    if (told.dudao !== 1 || !(told.rounds <= 10_000_000)) throw new NotOpened()
    return { salt: Uint8Array.from(atob(told.salt), (letter) => letter.charCodeAt(0)), rounds: told.rounds }
  } catch {
    throw new NotOpened('这不是督导通导出的文件，请另选')
  }
}

function placed(head: Uint8Array<ArrayBuffer>, n: number): Uint8Array<ArrayBuffer> {
  const place = new Uint8Array(head.length + 4)
  place.set(head)
  new DataView(place.buffer).setUint32(head.length, n)
  return place
}

async function bytesOf(file: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer())
}

async function stretched(passphrase: string, salt: Uint8Array<ArrayBuffer>, times: number, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC').trim())
  const raw = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: times }
  return crypto.subtle.deriveKey(how, raw, { name: 'AES-GCM', length: 256 }, false, [use])
}
