"""What became of an entity: proposed changes of its state, and the states it has been in."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field

from app.db import Json, Utc, words
from app.entities.models import EntityState
from app.regions.scope import InRegion

_OPEN = text("decision IS NULL")


class StateProposal(InRegion, table=True):
    """Somebody found an entity in another state; the office confirms or refuses, once."""

    __tablename__ = "state_proposal"
    __table_args__ = (
        Index(
            "ix_state_proposal_open",
            "county_code",
            "proposed_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_state_proposal_entity", "entity_id", "proposed_at"),
    )

    id: UUID = Field(primary_key=True)
    """Made by the caller, or derived from the visit: sent again it is the same proposal."""
    entity_id: UUID = Field(foreign_key="entity.id")
    from_state: EntityState = Field(sa_type=words(EntityState))
    to_state: EntityState = Field(sa_type=words(EntityState))
    origin: str = Field(max_length=10)
    """visit | station | bureau | office."""
    inspection_id: UUID | None = None
    found_on: date
    """Shanghai's: 市场监管 has 15 working days from here to tell the office."""
    reason: str = Field(max_length=500)
    proof: str = Field(default="", max_length=200)
    """Number of a document, or where it was looked up."""
    photos: list[str] = Field(default_factory=list, sa_type=Json)
    duplicate_of: UUID | None = None
    proposed_by: UUID = Field(foreign_key="account.id")
    proposed_by_name: str = Field(max_length=40)
    proposed_at: datetime = Field(sa_type=Utc)
    told_at: datetime | None = Field(default=None, sa_type=Utc)
    """When 市场监管 told the office, which has 7 working days from here; none while it has not."""
    told_by_name: str = Field(default="", max_length=40)
    told_note: str = Field(default="", max_length=500)
    decision: str | None = Field(default=None, max_length=10)
    """confirmed | refused | lapsed (another one was confirmed, or its visit corrected)."""
    decided_by: UUID | None = None
    decided_by_name: str = Field(default="", max_length=40)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decision_note: str = Field(default="", max_length=500)


class EntityStateChange(InRegion, table=True):
    """An entity went from one state into another on a day; rows are only ever added."""

    __tablename__ = "entity_state_change"
    __table_args__ = (Index("ix_entity_state_change_entity", "entity_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id")
    from_state: EntityState = Field(sa_type=words(EntityState))
    to_state: EntityState = Field(sa_type=words(EntityState))
    on: date
    at: datetime = Field(sa_type=Utc)
    proposal_id: UUID | None = None
    reason: str = Field(max_length=500)
    proof: str = Field(default="", max_length=200)
    by_id: UUID
    by_name: str = Field(max_length=40)


class EntityGradeChange(InRegion, table=True):
    """The office set another 包保 grade; rows are only ever added."""

    __tablename__ = "entity_grade_change"
    __table_args__ = (Index("ix_entity_grade_change_entity", "entity_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id")
    from_grade: str = Field(max_length=1)
    to_grade: str = Field(max_length=1)
    proposed: str = Field(max_length=1)
    """What the criteria said."""
    reason: str = Field(default="", max_length=500)
    approver: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=Utc)
    by_id: UUID
    by_name: str = Field(max_length=40)
