const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The check character of a short code's seven characters: Σ value·(place+2) mod 31. */
export function checkCharacter(seven: string): string {
  let sum = 0
  for (const [place, letter] of [...seven].entries()) sum += alphabet.indexOf(letter) * (place + 2)
  return alphabet.charAt(sum % 31)
}

/** A typed short code in its one spelling, or null when it cannot be one. */
export function normaliseCode(text: string): string | null {
  const code = text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (code.length !== 8 || [...code].some((letter) => !alphabet.includes(letter))) return null
  return checkCharacter(code.slice(0, 7)) === code.charAt(7) ? code : null
}

/** The notice's code in what a camera read or a person typed: an address, a token, a short code. */
export function codeFromScan(text: string): string | null {
  const read = text.trim()
  const inAddress = /\/(?:n|go)\/([A-Za-z0-9_-]{8,})/.exec(read)?.[1]
  const code = inAddress ?? read
  return normaliseCode(code) ?? (/^[A-Za-z0-9_-]{22,64}$/.test(code) ? code : null)
}
