import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/store/db'
import { saveDraft } from '@/store/drafts'
import { enqueueInspection } from '@/store/outbox'
import { keepBytes } from '@/store/photos'
import { destroy, keyOf, seal, unseal } from '@/store/vault'
import { aDraft, emptied, stocked } from '../support/phone'

beforeEach(() => stocked())
afterEach(emptied)

/** Everything the databases hold, as bytes read as text. */
async function everythingStored(): Promise<string> {
  const rows = await Promise.all(db().tables.map((table) => table.toArray() as Promise<unknown[]>))
  return rows.flat().map(spelled).join('\n')
}

function spelled(value: unknown): string {
  if (value instanceof ArrayBuffer) return new TextDecoder().decode(value)
  if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value as Uint8Array)
  if (value !== null && typeof value === 'object') return Object.values(value).map(spelled).join(' ')
  return String(value)
}

describe('what lies on the phone', () => {
  it('names neither enterprise, person, address nor remark in clear', async () => {
    await saveDraft(aDraft({ statement: '后厨漏水' }))
    await enqueueInspection(aDraft({ id: 'i-1', statement: '后厨漏水' }))
    const stored = await everythingStored()
    expect(stored).toContain('e-1')
    for (const secret of ['泉边小面馆', '冯晓燕', '示范路', '后厨漏水', '138****0000', '7K3M9QAD']) {
      expect(stored).not.toContain(secret)
    }
  })

  it('holds photos only sealed', async () => {
    const bytes = new TextEncoder().encode('JPEG 冷藏柜生熟混放 '.repeat(50))
    await keepBytes(bytes, 'image/jpeg')
    expect(await everythingStored()).not.toContain('冷藏柜')
  })

  it('is sealed with a key nobody can read out', async () => {
    const key = await keyOf('account-1')
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('is sealed differently each time', async () => {
    const key = await keyOf('account-1')
    const [one, two] = [await seal(key, '同样的话'), await seal(key, '同样的话')]
    expect(new Uint8Array(one.box)).not.toEqual(new Uint8Array(two.box))
  })

  it('cannot be opened any more once the key is destroyed', async () => {
    const box = await seal(await keyOf('account-2'), '秘密')
    await destroy('account-2')
    await expect(unseal(await keyOf('account-2'), box)).rejects.toThrow()
  })

  it('gives two tabs that open at once the same key', async () => {
    const [one, two] = await Promise.all([keyOf('account-3'), keyOf('account-3')])
    const box = await seal(one, '一样')
    expect(await unseal(two, box)).toBe('一样')
  })
})
