import { describe, expect, it } from 'vitest'

import { checkCharacter, codeFromScan, printedShortCode, readTypedCode } from '@/domain/shortcode'

const SEVEN = '7K3M9QA'
const CODE = SEVEN + checkCharacter(SEVEN)

describe('the short code of a notice', () => {
  it('has the check character of the agreed sum', () => {
    // 7·2 + 19·3 + 3·4 + 20·5 + 9·6 + 23·7 + 10·8 = 478; 478 mod 31 = 13
    expect(checkCharacter(SEVEN)).toBe('D')
  })

  it.each([
    ['as printed', printedShortCode(CODE)],
    ['in small letters', CODE.toLowerCase()],
    ['with blanks', CODE.split('').join(' ')],
  ])('is read %s', (_how, typed) => {
    expect(readTypedCode(typed)).toEqual({ ok: true, code: CODE })
  })

  it('reads the letters O, I and L as the digits they look like', () => {
    const seven = '0123401'
    const code = seven + checkCharacter(seven)
    const mistyped = code.replace(/0/g, 'o').replace('1', 'I').replace(/1/g, 'l')
    expect(readTypedCode(mistyped)).toEqual({ ok: true, code })
  })

  it('notices every single wrong character but the pair 0 and Z', () => {
    for (const place of CODE.slice(0, 7).split('').keys()) {
      const wrong = CODE.slice(0, place) + (CODE[place] === '8' ? '9' : '8') + CODE.slice(place + 1)
      expect(readTypedCode(wrong)).toEqual({ ok: false, why: 'check' })
    }
  })

  it('notices two neighbours swapped', () => {
    const swapped = CODE.slice(0, 1) + CODE.charAt(2) + CODE.charAt(1) + CODE.slice(3)
    expect(readTypedCode(swapped)).toEqual({ ok: false, why: 'check' })
  })

  it('tells a short code from a wrong character', () => {
    expect(readTypedCode('7K3')).toEqual({ ok: false, why: 'length' })
    expect(readTypedCode('7K3M9QU4')).toEqual({ ok: false, why: 'character' })
  })
})

describe('the text of a QR', () => {
  const token = 'Zk3vQ0aB7_x-9LmN2pQrStUv'

  it.each([
    ['the public page', `https://dudao.example/n/${token}`],
    ['the public page with a question', `https://dudao.example/n/${token}?public=1`],
    ['the way in for cadres', `http://127.0.0.1:8000/go/${token}`],
    ['the bare token', token],
  ])('gives the token of %s', (_what, text) => {
    expect(codeFromScan(text)).toBe(token)
  })

  it('gives a short code too', () => {
    expect(codeFromScan(`https://dudao.example/n/${printedShortCode(CODE)}`)).toBe(CODE)
  })

  it.each(['https://pay.example/q/123456', 'WIFI:S:cafe;;', '6901234567892', ''])('refuses %j', (text) => {
    expect(codeFromScan(text)).toBeNull()
  })
})
