/** What a checklist may know of the entity it is filled for; twin of `app/checklists/profile.py`. */

export type Level = 'village' | 'town' | 'county' | 'city'
export type Word = 'kind' | 'stage' | 'grade'

export interface Profile {
  /** Names from `checklists/flags.yaml`. */
  readonly flags: readonly string[]
  readonly kind: string | null
  readonly stage: string | null
  readonly grade: string | null
  /** Level of the assignment, not of the person: a village visit sees the core items only. */
  readonly level: Level
  /** From the ledger, not from the register of entities. */
  readonly has_prior_issues: boolean
}

export const WORDS: readonly Word[] = ['kind', 'stage', 'grade']

export function has(profile: Profile, flag: string): boolean {
  return flag === 'has_prior_issues' ? profile.has_prior_issues : profile.flags.includes(flag)
}
