const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The check character of a short code's seven characters: Σ value·(place+2) mod 31. */
export function checkCharacter(seven: string): string {
  let sum = 0
  for (const [place, letter] of [...seven].entries()) sum += alphabet.indexOf(letter) * (place + 2)
  return alphabet.charAt(sum % 31)
}

/** What a person typed: the code in its one spelling, or what is wrong with it. */
export type TypedCode = { ok: true; code: string } | { ok: false; why: 'length' | 'character' | 'check' }

export function readTypedCode(text: string): TypedCode {
  const code = text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (code.length !== 8) return { ok: false, why: 'length' }
  if ([...code].some((letter) => !alphabet.includes(letter))) return { ok: false, why: 'character' }
  if (checkCharacter(code.slice(0, 7)) !== code.charAt(7)) return { ok: false, why: 'check' }
  return { ok: true, code }
}

/** A typed short code in its one spelling, or null when it cannot be one. */
export function normaliseCode(text: string): string | null {
  const typed = readTypedCode(text)
  return typed.ok ? typed.code : null
}

/** A short code as it is printed: ABCD-EFGH. */
export function printedShortCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** The notice's code in what a camera read or a person typed: an address, a token, a short code. */
export function codeFromScan(text: string): string | null {
  const read = text.trim()
  const inAddress = /\/(?:n|go)\/([A-Za-z0-9_-]{8,})/.exec(read)?.[1]
  const code = inAddress ?? read
  return normaliseCode(code) ?? (/^[A-Za-z0-9_-]{22,64}$/.test(code) ? code : null)
}
