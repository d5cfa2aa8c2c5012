/** What a cadre is in charge of, as the server answers. */

export interface Named {
  id: string
  name: string
}

export interface Duty {
  cadre_id: string
  name: string
  post: string
  level: string
  place: string
  region_code: string
  lines: string[]
  /** All there are to choose from. */
  known_lines: string[]
  areas: Named[]
  liaisons: Named[]
  cap: number | null
  limit: number
  hard: boolean
}

export interface DutyOrder {
  lines: string[]
  area_codes: string[]
  cap: number | null
  liaisons: string[]
}
