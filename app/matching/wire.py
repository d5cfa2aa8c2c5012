"""What the API takes and shows of matching."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.assignments.caps import Caps
from app.assignments.lines import IndustryLine
from app.matching.checking import Verdict
from app.matching.models import Mode, Outcome, ProposalState
from app.matching.weighing import Weights
from app.regions.models import Level

Grade = Literal["A", "B", "C", "D"]
Note = Annotated[str, Field(max_length=200)]


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class MatchOrder(_Order):
    """What to propose for: `vacant` gives a cadre to who has none or a wrong one, `all` weighs
    every relation anew, `hand` begins empty.
    """

    region: str | None = Field(default=None, pattern=r"^\d{12}$")
    mode: Mode
    grades: list[Grade] | None = None


class MatchMove(_Order):
    """Firms to be given to a cadre; `note` where a reminder speaks against it."""

    entity_ids: list[UUID] = Field(min_length=1, max_length=200)
    cadre_id: UUID
    note: Note = ""


class MatchLeave(_Order):
    """Firms to be taken out of a draft: they stay as they are."""

    entity_ids: list[UUID] = Field(min_length=1, max_length=200)


class BoardPerson(BaseModel):
    """A cadre by name."""

    id: UUID
    name: str
    post: str


class MatchScore(BaseModel):
    """Points of a matching, principle by principle."""

    unmatched: int
    total: int
    parts: dict[str, int]


class MatchCounts(BaseModel):
    """Lines of a proposal by what they do."""

    all: int
    changed: int
    kept: int
    unmatched: int
    by_hand: int
    applied: int
    stale: int
    undone: int


class MatchProposalShown(BaseModel):
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
    counts: MatchCounts
    score: MatchScore | None
    """As it was proposed; None for one made by hand."""
    baseline: MatchScore | None
    weights: Weights | None
    seconds: float | None
    """How long the solver took."""


class MatchReason(BaseModel):
    """One reason."""

    code: str
    text: str


class MatchLineShown(BaseModel):
    """One firm of a proposal."""

    entity_id: UUID
    name: str
    kind: str
    grade: str
    place: str
    before: BoardPerson | None
    after: BoardPerson | None
    reasons: list[MatchReason]
    by_hand: bool
    note: str
    outcome: Outcome | None
    outcome_note: str


class MatchLinePage(BaseModel):
    """A page of lines, by place and name."""

    items: list[MatchLineShown]
    total: int


class LoadChange(BaseModel):
    """What a proposal does to one cadre's load; `after` only while it is a draft."""

    cadre: BoardPerson
    level: Level
    coming: int
    leaving: int
    now: int
    after: int | None
    limit: int
    hard: bool


class BoardDraft(BaseModel):
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
    cadre: BoardPerson | None
    fault: str
    """What is wrong with the relation; empty where nothing is."""
    draft: BoardDraft | None


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


class BoardCheck(BaseModel):
    """Whether the firms chosen may go to a cadre."""

    verdict: Verdict
    code: str
    word: str
    text: str


class BoardCadre(BaseModel):
    """One cadre on the board: load, cap, area, and the check for the firms chosen."""

    cadre: BoardPerson
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
    check: BoardCheck | None


class BoardCadrePage(BaseModel):
    """Cadres by surname; `total` may be more than are shown."""

    items: list[BoardCadre]
    total: int


class MatchRules(BaseModel):
    """Weights, caps and lines in force."""

    weights: Weights
    caps: Caps
    lines: dict[str, IndustryLine]


def score_shown(kept: dict[str, Any] | None) -> MatchScore | None:
    """A score as it was kept."""
    return None if kept is None else MatchScore.model_validate(kept)
