import type { ChecklistBody } from '@/domain/checklist'
import type { Draft } from '@/domain/visit'
import type { EntityShown, SyncPage } from '@/domain/wire'
import { takeIn } from '@/store/take-in'
import { db, owner, sealed, wipe } from '@/store/db'
import { session, signIn, signOut } from '@/store/session'
import { emptyPage, type SmallServer } from './server'

/** Points the phone at a server; requests go over real HTTP. */
export function reach(server: SmallServer): void {
  const window = globalThis.window as unknown as { happyDOM: { setURL: (url: string) => void } }
  window.happyDOM.setURL(`${server.origin}/home`)
}

export async function signedIn(server: SmallServer): Promise<void> {
  reach(server)
  await signIn('cadre-village', 'Dudao-demo-2026')
}

/** Leaves the phone as it came from the shop. */
export async function emptied(): Promise<void> {
  if (session.value) await signOut(Infinity)
  await wipe(owner())
}

export function anEntity(more: Partial<EntityShown> = {}): EntityShown {
  return {
    id: 'e-1',
    name: '泉边小面馆',
    business_type: 'catering',
    business_types: ['catering'],
    kind: 'small_restaurant',
    baobao_grade: 'D',
    risk_level: null,
    state: 'open',
    region: { code: '370102001001', name: '示范村', path_name: '示范村' },
    address: '示范路 1 号',
    responsible: null,
    due: null,
    open_issues: 0,
    uscc: null,
    licence_no: null,
    licence_valid_to: null,
    flags: {},
    contacts: [{ role: 'owner', name: '冯晓燕', post: '店主', phone: '138****0000' }],
    notices: [{ token: 'Zk3vQ0aB7_x-9LmN2pQrStUv', short_code: '7K3M9QAD' }],
    last_visits: [],
    can_inspect: true,
    profile: { flags: [], kind: null, stage: null, grade: 'D', level: 'village', has_prior_issues: false },
    changed_at: '2026-11-20T00:00:00Z',
    ...more,
  }
}

export function aPage(more: Partial<SyncPage> = {}): SyncPage {
  const page = emptyPage() as unknown as SyncPage
  const pin = { id: 'catering', version: 1, digest: 'd', valid_from: '2026-01-01', valid_to: null }
  return { ...page, entities: [anEntity()], checklists: [pin], ...more }
}

/** A form of one question, as the server freezes it. */
export const oneQuestion = {
  id: 'catering',
  version: 1,
  laws: {},
  sections: [
    {
      id: 'A',
      title: '主体责任',
      items: [
        {
          code: 'CATR-A01',
          type: 'yes_no_na',
          text: '是否公示许可证',
          tier: 'core',
          severity: 'minor',
          when: null,
          basis: [],
          guide: '看墙上',
          rectify: '公示',
          deadline: { value: 5, unit: 'workday' },
          on_fail: [],
          needs_professional: false,
          optional: false,
          children: [],
          photo_on_fail: null,
        },
      ],
    },
  ],
} as unknown as ChecklistBody

/** A phone that has pulled once: one enterprise, its form, the calendar. */
export async function stocked(more: Partial<SyncPage> = {}): Promise<void> {
  await takeIn(aPage(more))
  await db().checklists.put({ id: 'catering@1', ...(await sealed(oneQuestion)) })
}

export function aDraft(more: Partial<Draft> = {}): Draft {
  return {
    id: '0193568c-0000-7000-8000-000000000001',
    entityId: 'e-1',
    entityName: '泉边小面馆',
    checklist: { id: 'catering', version: 1 },
    profile: anEntity().profile,
    startedAt: '2026-11-23T02:00:00.000Z',
    savedAt: '',
    answers: { 'CATR-A01': { item: 'CATR-A01', answer: 'yes' } },
    rechecks: {},
    participants: [],
    signatures: { enterprise_refused: false },
    statement: '',
    outcome: 'done',
    mode: 'onsite',
    photos: [],
    ...more,
  }
}
