/** 消息 as this phone has them: readable without a network, marked as read here first. */

import { api } from '@/api/client'
import { freshCount, toldList, type Told } from '@/domain/messages'
import type { Instant, MessageRow } from '@/domain/wire'
import { fact, feedback } from './catalogue'
import { db, owner, sealed, written } from './db'
import { session } from './session'

const READ = 'messagesRead'

export async function toldHere(): Promise<Told[]> {
  const [kept, answers, upTo] = await Promise.all([messages(), feedback(), fact<Instant>(READ)])
  return toldList(kept, answers, upTo, session.value?.me.role === 'cadre')
}

export async function freshHere(): Promise<number> {
  const [kept, answers, upTo] = await Promise.all([messages(), feedback(), fact<Instant>(READ)])
  return freshCount(kept, answers, upTo)
}

/** Up to which instant the server has been told in this life of the page. */
let saidUpTo: Instant | null = null

/** Marks every message that is here as read; the server is told when it can be reached, else the next time. */
export async function markMessagesRead(): Promise<void> {
  const kept = await messages()
  const newest = kept[0]
  if (!newest) return
  if ((await fact<Instant>(READ)) !== newest.at) {
    const box = await sealed(newest.at)
    await written(() => db().facts.put({ id: READ, ...box }))
  }
  if (saidUpTo === newest.at || kept.every((one) => one.read_at)) return
  saidUpTo = newest.at
  try {
    await api('/api/v1/messages/read', { method: 'POST', json: { upto: newest.at }, as: owner() })
  } catch {
    saidUpTo = null
  }
}

async function messages(): Promise<MessageRow[]> {
  return (await fact<MessageRow[]>('messages')) ?? []
}
