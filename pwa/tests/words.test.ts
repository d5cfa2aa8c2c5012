import { describe, expect, it } from 'vitest'

import { placeName } from '@/domain/words'

describe('the name of a place', () => {
  it('goes without the city', () => expect(placeName('济南市历下区泉城路街道')).toBe('历下区泉城路街道'))

  it('keeps a county-level city', () => expect(placeName('青岛市胶州市')).toBe('胶州市'))

  it('is the city itself where there is nothing below', () => expect(placeName('济南市')).toBe('济南市'))
})
