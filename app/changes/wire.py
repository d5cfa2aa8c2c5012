"""Changes of an entity's state on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.changes.clocks import Clock
from app.entities.models import EntityState
from app.ledger.orders import Photos, Storable

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Storable]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=400), Storable
]
Proof = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable]


class Order(BaseModel):
    """Closed: a key nobody knows is refused with its pointer instead of being lost."""

    model_config = ConfigDict(extra="forbid")


class NewProposal(Order):
    """市场监管 tells, or the office itself has found, that an entity's state changed."""

    id: UUID
    entity_id: UUID
    to: EntityState
    found_on: date
    reason: Reason
    proof: Proof = ""
    """Number of a document, or where it was looked up."""
    photos: Photos = Field(default_factory=list)
    duplicate_of: UUID | None = None


class TellOrder(Order):
    """市场监管 has looked into what a visit found, and tells the office."""

    note: Reason
    proof: Proof = ""
    photos: Photos = Field(default_factory=list)


class ConfirmOrder(Order):
    """The office confirms: from `on` the entity is in that state."""

    on: date | None = None
    """Today where not said; never in the future."""
    note: Said = ""
    proof: Proof = ""
    photos: Photos = Field(default_factory=list)


class RefuseOrder(Order):
    """The office refuses, with a reason."""

    note: Reason


class ClockShown(BaseModel):
    """A term in working days as people read it."""

    by: date
    days: int
    within: int
    late: bool
    running: bool

    @classmethod
    def of(cls, clock: Clock) -> "ClockShown":
        """The clock on the wire."""
        return cls(**vars(clock))


class EntityOfChange(BaseModel):
    """The entity a change is about."""

    id: UUID
    name: str
    address: str
    grade: str
    place: str


May = Literal["tell", "confirm", "refuse"]


class ProposalShown(BaseModel):
    """A proposed change of state with its clocks, and what this person may do now."""

    id: UUID
    entity: EntityOfChange
    from_state: EntityState
    to_state: EntityState
    origin: str
    inspection_id: UUID | None
    found_on: date
    reason: str
    proof: str
    photos: list[str]
    duplicate_of: UUID | None
    kept: EntityOfChange | None
    """重复: the one that stays."""
    proposed_by: str
    proposed_at: datetime
    told_at: datetime | None
    told_by: str
    told_note: str
    decision: str | None
    decided_by: str
    decided_at: datetime | None
    decision_note: str
    tell_clock: ClockShown
    """市场监管's 15 working days; stands still once the office was told."""
    adjust_clock: ClockShown | None
    """The office's 7 working days, once it was told."""
    needs_proof: bool
    open_issues: int
    """What is still open there: never dropped; 市场监管 may end it (终结)."""
    may: list[May]


class ProposalPage(BaseModel):
    """A page of proposals; `next` is the cursor of the following one."""

    items: list[ProposalShown]
    next: str | None
