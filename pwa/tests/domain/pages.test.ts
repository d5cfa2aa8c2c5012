import { describe, expect, it } from 'vitest'

import { backward, cursorOf, FIRST_PAGE, onward, rangeWords } from '@/domain/pages'

describe('pages behind cursors', () => {
  it('are gone back to by the cursors that led there', () => {
    const third = onward(onward(FIRST_PAGE, 'b'), 'c')
    expect(cursorOf(third)).toBe('c')
    expect(cursorOf(backward(third))).toBe('b')
    expect(cursorOf(backward(backward(third)))).toBeNull()
  })

  it('end at the first page', () => {
    expect(backward(FIRST_PAGE)).toEqual(FIRST_PAGE)
  })

  it('forget what lay beyond a page that now leads elsewhere', () => {
    const again = onward(backward(onward(onward(FIRST_PAGE, 'b'), 'c')), 'd')
    expect(again).toEqual({ cursors: [null, 'b', 'd'], at: 2 })
  })

  it('say which rows they hold', () => {
    expect(rangeWords(FIRST_PAGE, 8, 50)).toBe('第 1–8 项')
    expect(rangeWords(onward(FIRST_PAGE, 'b'), 50, 50)).toBe('第 51–100 项')
    expect(rangeWords(onward(FIRST_PAGE, 'b'), 1, 50)).toBe('第 51 项')
  })
})
