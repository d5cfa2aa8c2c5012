"""Transfers, grades and misfits on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from app.changes.wire import EntityOfChange, Order, Reason, Said
from app.ledger.orders import Storable
from app.regions.models import Level

Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable]
Grade = Literal["A", "B", "C", "D"]


class NewTransfer(Order):
    """The giving office proposes to pass an entity on to a town or village."""

    id: UUID
    entity_id: UUID
    to_region: Annotated[str, StringConstraints(pattern=r"^\d{12}$")]
    reason: Reason
    to_address: Address = ""
    """The premises move there too; without it they stay and only who manages them changes."""


class AcceptOrder(Order):
    """The receiving office takes it; `cadre_id` answers for it from today."""

    note: Said = ""
    cadre_id: UUID | None = None


class TransferShown(BaseModel):
    """A transfer as one of its two offices sees it."""

    id: UUID
    entity_id: UUID
    entity_name: str
    from_place: str
    to_place: str
    to_address: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    decision: str | None
    decided_by: str
    decided_at: datetime | None
    decision_note: str
    issues: int
    may: list[Literal["accept", "refuse", "withdraw"]]


class GradeOrder(Order):
    """The office sets the 包保 grade; against the criteria with a reason and who approved it."""

    grade: Grade
    reason: Said = ""
    approver: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Storable] = ""


class GradeShown(BaseModel):
    """An entity's 包保 grade, what the criteria propose and why, and what it was before."""

    entity: EntityOfChange
    grade: Grade
    proposed: Grade
    why: str
    level: Level
    """The level that covers the grade."""
    responsible_level: Level | None
    fits: bool
    """Whether who answers for it is of that level; false where nobody does."""
    changes: list["GradeChangeShown"]


class GradeChangeShown(BaseModel):
    """One change of grade."""

    from_grade: Grade
    to_grade: Grade
    proposed: Grade
    reason: str
    approver: str
    by: str
    at: datetime


class MisfitShown(BaseModel):
    """待调整: who answers for it is not of the level that its grade asks for."""

    entity: EntityOfChange
    cadre: str
    level_now: Level
    level_needed: Level
