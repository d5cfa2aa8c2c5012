"""What the API takes and shows of matching."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.assignments.caps import Caps
from app.assignments.lines import Line
from app.matching.checking import Verdict
from app.matching.models import Mode, Outcome, ProposalState
from app.matching.weighing import Weights
from app.regions.models import Level

Grade = Literal["A", "B", "C", "D"]
Note = Annotated[str, Field(max_length=200)]


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProposalOrder(_Order):
    """What to propose for: `vacant` gives a cadre to who has none or a wrong one, `all` weighs
    every relation anew, `hand` begins empty.
    """

    region: str | None = Field(default=None, pattern=r"^\d{12}$")
    mode: Mode
    grades: list[Grade] | None = None


class MoveOrder(_Order):
    """Firms to be given to a cadre; `note` where a reminder speaks against it."""

    entity_ids: list[UUID] = Field(min_length=1, max_length=200)
    cadre_id: UUID
    note: Note = ""


class LeaveOrder(_Order):
    """Firms to be taken out of a draft: they stay as they are."""

    entity_ids: list[UUID] = Field(min_length=1, max_length=200)


class Person(BaseModel):
    """A cadre by name."""

    id: UUID
    name: str
    post: str


class ScoreShown(BaseModel):
    """Points of a matching, principle by principle."""

    unmatched: int
    total: int
    parts: dict[str, int]


class Counts(BaseModel):
    """Lines of a proposal by what they do."""

    all: int
    changed: int
    kept: int
    unmatched: int
    by_hand: int
    applied: int
    stale: int
    undone: int


class ProposalShown(BaseModel):
    """A proposal, how good it is, and what became of it."""

    id: UUID
    region_code: str
    place: str
    mode: Mode
    state: ProposalState
    made_by_name: str
    made_at: datetime
    ended_by_name: str
    ended_at: datetime | None
    undone_by_name: str
    undone_at: datetime | None
    counts: Counts
    score: ScoreShown | None
    """As it was proposed; None for one made by hand."""
    baseline: ScoreShown | None
    weights: Weights | None
    seconds: float | None
    """How long the solver took."""


class ReasonShown(BaseModel):
    """One reason."""

    code: str
    text: str


class LineShown(BaseModel):
    """One firm of a proposal."""

    entity_id: UUID
    name: str
    kind: str
    grade: str
    place: str
    before: Person | None
    after: Person | None
    reasons: list[ReasonShown]
    by_hand: bool
    note: str
    outcome: Outcome | None
    outcome_note: str


class LinePage(BaseModel):
    """A page of lines, by place and name."""

    items: list[LineShown]
    total: int


class CadreChange(BaseModel):
    """What a proposal does to one cadre's load; `after` only while it is a draft."""

    cadre: Person
    level: Level
    coming: int
    leaving: int
    now: int
    after: int | None
    limit: int
    hard: bool


class DraftMark(BaseModel):
    """Whom a draft gives a firm to."""

    cadre_id: UUID
    name: str


class BoardRow(BaseModel):
    """One firm on the board."""

    id: UUID
    name: str
    kind: str
    business_type: str
    grade: str
    place: str
    cadre: Person | None
    fault: str
    """What is wrong with the relation; empty where nothing is."""
    draft: DraftMark | None


class BoardCounts(BaseModel):
    """Firms under each tab."""

    open: int
    matched: int
    adjust: int


class Board(BaseModel):
    """A page of the board."""

    items: list[BoardRow]
    total: int
    counts: BoardCounts


class CheckShown(BaseModel):
    """Whether the firms chosen may go to a cadre."""

    verdict: Verdict
    code: str
    word: str
    text: str


class CadreRow(BaseModel):
    """One cadre on the board: load, cap, area, and the check for the firms chosen."""

    cadre: Person
    level: Level
    place: str
    load: int
    """Firms he covers now."""
    draft_load: int
    """With the draft in force."""
    limit: int
    hard: bool
    areas: list[str]
    lines: list[str]
    check: CheckShown | None


class CadrePage(BaseModel):
    """Cadres by surname; `total` may be more than are shown."""

    items: list[CadreRow]
    total: int


class RulesShown(BaseModel):
    """Weights, caps and lines in force."""

    weights: Weights
    caps: Caps
    lines: dict[str, Line]


def score_shown(kept: dict[str, Any] | None) -> ScoreShown | None:
    """A score as it was kept."""
    return None if kept is None else ScoreShown.model_validate(kept)
