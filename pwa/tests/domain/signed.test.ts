import { expect, it } from 'vitest'
import { changedSinceSigned, signedNow } from '@/domain/signed'
import type { Draft } from '@/domain/visit'
import { aDraft } from '../support/phone'

function signing(draft: Draft, who: 'cadre' | 'enterprise'): Draft {
  const given = { [who]: 'a'.repeat(64) }
  return { ...draft, signatures: { ...draft.signatures, ...given }, signedOver: signedNow(draft, given) }
}

const signed = signing(signing(aDraft(), 'cadre'), 'enterprise')

it('what stands as it was signed is not called changed, saved again or not', () => {
  expect(changedSinceSigned(signed)).toBe(false)
  expect(changedSinceSigned({ ...signed, savedAt: '2026-11-24T00:00:00Z', lastItem: 'x' })).toBe(false)
})

it.each([
  ['an answer', { answers: { 'CATR-A01': { item: 'CATR-A01', answer: 'na' as const } } }],
  ['the statement', { statement: '后来加的一句' }],
  ['who was there', { participants: [{ role: 'enterprise', name: '李' }] as never }],
])('%s changed after the signature is told of', (_what, change) => {
  expect(changedSinceSigned({ ...signed, ...change })).toBe(true)
})

it('is told of until everybody who had signed has signed anew', () => {
  const again = signing({ ...signed, statement: '改了' }, 'cadre')
  expect(changedSinceSigned(again)).toBe(true)
  expect(changedSinceSigned(signing(again, 'enterprise'))).toBe(false)
})

it('where nobody has signed there is nothing to tell', () => {
  expect(changedSinceSigned(aDraft({ statement: '改了' }))).toBe(false)
})
