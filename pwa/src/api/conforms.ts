/**
 * Holds `domain/wire.ts` against the schema generated from the server: where they part, the type
 * check fails here and names the shape. Words of closed lists are compared as plain strings, for
 * the server spells some of them out and leaves others open.
 */
import type { LawsShown } from '@/domain/laws'
import type * as ours from '@/domain/wire'
import type * as changes from '@/domain/wire-changes'
import type * as calendar from '@/domain/wire-calendar'
import type * as desk from '@/domain/wire-desk'
import type * as document from '@/domain/wire-document'
import type * as draft from '@/domain/wire-draft'
import type * as duty from '@/domain/wire-duty'
import type * as imported from '@/domain/wire-import'
import type * as kept from '@/domain/wire-kept'
import type * as matching from '@/domain/wire-matching'
import type * as periods from '@/domain/wire-periods'
import type { components } from './schema'

type Theirs = components['schemas']

type Loose<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer One)[]
        ? readonly Loose<One>[]
        : T extends object
          ? string extends keyof T
            ? object
            : { readonly [K in keyof T]: Loose<T[K]> }
          : T

/** The same with nothing left out: the server always sends what it has defaults for. */
type Whole<T> = T extends readonly (infer One)[]
  ? readonly Whole<One>[]
  : T extends string | number | boolean | null | undefined
    ? Loose<T>
    : T extends object
      ? string extends keyof T
        ? object
        : { readonly [K in keyof T]-?: Whole<T[K]> }
      : T

/** Parts of a sync page that have a line of their own, or that the server fills with defaults. */
type Nested = 'entities' | 'issues' | 'settings' | 'drafts'

/** Parts of a visit the server gives back as they were sent. */
type Kept = 'profile' | 'participants' | 'signatures'

/** What the server answers must hold everything our shape reads. */
type Answers<Server extends Ours, Ours> = [Server, Ours]
/** What we send must hold everything the server asks for, and nothing of another kind. */
type Sends<Ours extends Server, Server> = [Ours, Server]

export type Conforms = [
  Answers<Whole<Theirs['Tokens']>, Loose<ours.Tokens>>,
  Answers<Whole<Theirs['Me']>, Loose<ours.Me>>,
  Answers<Whole<Theirs['DraftRow']>, Loose<draft.DraftRow>>,
  Answers<Whole<Theirs['DraftShown']>, Loose<draft.DraftShown>>,
  Answers<Whole<Theirs['BatchRow']>, Loose<imported.ImportRow>>,
  Answers<Whole<Theirs['FindingPage']>, Loose<imported.ImportFindings>>,
  Answers<Whole<Theirs['FlagShown']>, Loose<draft.FlagShown>>,
  Answers<Whole<Theirs['AccountRow']>, Loose<ours.AccountRow>>,
  Answers<Whole<Theirs['Line']>, Loose<ours.AuditRow>>,
  Answers<Whole<Theirs['RegionRow']>, Loose<ours.RegionRow>>,
  Answers<Whole<Theirs['UnitRow']>, Loose<ours.UnitRow>>,
  Answers<Whole<Theirs['EntityRow']>, Loose<ours.EntityRow>>,
  Answers<Whole<Omit<Theirs['EntityShown'], 'profile'>>, Loose<Omit<ours.EntityShown, 'profile'>>>,
  Answers<Whole<Theirs['NoticeCurrent']>, Loose<Extract<ours.NoticeShown, { status: 'current' }>>>,
  Answers<Whole<Theirs['NoticeReplaced']>, Loose<Extract<ours.NoticeShown, { status: 'revoked' }>>>,
  Answers<Whole<Theirs['NoticeIssued']>, Loose<ours.NoticeIssued>>,
  Answers<Whole<Theirs['Receipt']>, Loose<ours.Receipt>>,
  Answers<Whole<Theirs['InspectionRow']>, Loose<ours.InspectionRow>>,
  Answers<Whole<Omit<Theirs['InspectionShown'], Kept>>, Loose<Omit<ours.InspectionShown, Kept>>>,
  Answers<Whole<Omit<Theirs['VisitDraftShown'], 'content'>>, Loose<Omit<ours.VisitDraftShown, 'content'>>>,
  Answers<Whole<Theirs['IssueRow']>, Loose<ours.IssueRow>>,
  Answers<Whole<Omit<Theirs['IssueShown'], 'basis'>>, Loose<Omit<ours.IssueShown, 'basis'>>>,
  Answers<Whole<Theirs['IssueCounts']>, Loose<ours.IssueCounts>>,
  Answers<Whole<Theirs['ViewShown']>, Loose<desk.SavedView>>,
  Answers<Whole<Theirs['BulkResult']>, Loose<desk.BulkResult>>,
  Answers<Whole<Theirs['LinkShown']>, Loose<ours.LinkShown>>,
  Answers<Whole<Theirs['KeptReceipt']>, Loose<kept.KeptReceipt>>,
  Answers<Whole<Theirs['KeptFate']>, Loose<kept.KeptFate>>,
  Answers<Whole<Theirs['KeptRow']>, Loose<kept.KeptRow>>,
  Answers<Whole<Omit<Theirs['KeptShown'], 'body'>>, Loose<Omit<kept.KeptShown, 'body'>>>,
  Answers<Whole<Theirs['WatchedRow']>, Loose<kept.WatchedRow>>,
  Answers<Whole<Theirs['RectifyShown']>, Loose<ours.RectifyShown>>,
  Answers<Whole<Theirs['YearShown']>, Loose<calendar.YearShown>>,
  Answers<Whole<Theirs['CalendarLook']>, Loose<calendar.CalendarLook>>,
  Sends<Loose<calendar.NewCalendar>, Loose<Theirs['NewCalendar']>>,
  Answers<Whole<Theirs['KindOffered']>, Loose<document.KindOffered>>,
  Answers<Whole<Theirs['DocumentRow']>, Loose<document.DocumentRow>>,
  Answers<Whole<Theirs['DocumentShown']>, Loose<document.DocumentShown>>,
  Answers<Whole<Theirs['DocumentCounts']>, Loose<document.DocumentCounts>>,
  Answers<Whole<Theirs['ProposalShown']>, Loose<changes.Proposal>>,
  Sends<Loose<changes.NewProposal>, Loose<Theirs['NewProposal']>>,
  Answers<Whole<Theirs['VacancyPage']>, Loose<changes.VacancyPage>>,
  Answers<Whole<Theirs['CadreChoice']>, Loose<changes.CadreChoice>>,
  Answers<Whole<Theirs['DepartureShown']>, Loose<changes.Departure>>,
  Answers<Whole<Theirs['StandInShown']>, Loose<changes.StandIn>>,
  Answers<Whole<Theirs['TransferShown']>, Loose<changes.Transfer>>,
  Answers<Whole<Theirs['MisfitShown']>, Loose<changes.Misfit>>,
  Answers<Whole<Theirs['GradeShown']>, Loose<changes.GradeShown>>,
  Answers<Whole<Theirs['EntityHistory']>, Loose<changes.EntityHistory>>,
  Answers<Whole<Theirs['DutyShown']>, Loose<duty.Duty>>,
  Sends<Loose<duty.DutyOrder>, Loose<Theirs['DutyOrder']>>,
  Answers<Whole<Theirs['RuleShown']>, Loose<periods.Rule>>,
  Answers<Whole<Theirs['EffectShown']>, Loose<periods.Effect>>,
  Answers<Whole<Theirs['FrozenShown']>, Loose<periods.Frozen>>,
  Answers<Whole<Theirs['QuarterShown']>, Loose<periods.Quarter>>,
  Sends<Loose<periods.NewRule>, Loose<Theirs['NewRule']>>,
  Sends<Loose<document.DocumentOrder>, Loose<Theirs['DocumentOrder']>>,
  Sends<Loose<document.SignOrder>, Loose<Theirs['SignOrder']>>,
  Answers<Whole<Theirs['Board']>, Loose<matching.Board>>,
  Answers<Whole<Theirs['BoardCadrePage']>, Loose<matching.CadrePage>>,
  Answers<Whole<Theirs['MatchProposalShown']>, Loose<matching.ProposalShown>>,
  Answers<Whole<Theirs['MatchLineShown']>, Loose<matching.LineShown>>,
  Answers<Whole<Theirs['LoadChange']>, Loose<matching.CadreChange>>,
  Answers<Whole<Theirs['MatchRules']>, Loose<matching.RulesShown>>,
  Answers<Whole<Theirs['ChecklistShown']>, Loose<ours.ChecklistRow>>,
  Answers<Whole<Theirs['LawsShown']>, Loose<LawsShown>>,
  Answers<Whole<Omit<Theirs['SyncPage'], Nested>>, Loose<Omit<ours.SyncPage, Nested>>>,
  Sends<Loose<Omit<ours.InspectionBody, 'profile'>>, Loose<Omit<Theirs['InspectionBody'], 'profile'>>>,
  Sends<Loose<Omit<ours.HandingOver, 'profile'>>, Loose<Omit<Theirs['HandingOver'], 'profile'>>>,
  Sends<Loose<ours.GivingBack>, Loose<Theirs['GivingBack']>>,
  Sends<Loose<ours.MoveOrder>, Loose<Theirs['MoveOrder']>>,
  Sends<Loose<desk.ViewKept>, Loose<Theirs['NewView']>>,
  Sends<Loose<desk.BulkOrder>, Loose<Theirs['BulkOrder']>>,
  Sends<Loose<ours.IssueRegistered>, Loose<Theirs['NewIssue']>>,
  Sends<Loose<ours.RectifyOrder>, Loose<Theirs['RectifyOrder']>>,
  Sends<Loose<ours.ExtensionOrder>, Loose<Theirs['ExtensionOrder']>>,
]
