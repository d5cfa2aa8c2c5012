"""Proposals of who covers whom: made, looked at, adjusted, applied as one batch, undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words
from app.regions.models import Level
from app.regions.scope import InRegion


class Mode(StrEnum):
    """What a proposal is about: firms without a cadre, all firms anew, or what is moved by hand."""

    VACANT = "vacant"
    ALL = "all"
    HAND = "hand"


class ProposalState(StrEnum):
    """草稿, 已生效, 已撤回 (the batch undone), 已放弃."""

    DRAFT = "draft"
    APPLIED = "applied"
    UNDONE = "undone"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What became of a line: in force, passed over, taken back, or kept at the undoing."""

    APPLIED = "applied"
    STALE = "stale"
    UNDONE = "undone"
    KEPT = "kept"


class MatchProposal(SQLModel, table=True):
    """One proposal of an office for its region, or for a division of it."""

    __tablename__ = "match_proposal"
    __table_args__ = (Index("ix_match_proposal_region", "region_code", "made_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    region_code: str = Field(foreign_key="region.code", max_length=12)
    city_code: str | None = Field(default=None, max_length=12)
    county_code: str | None = Field(default=None, max_length=12)
    town_code: str | None = Field(default=None, max_length=12)
    place: str = Field(max_length=200)
    office_level: Level = Field(sa_type=words(Level))
    """Level of the office that made it: each level disposes of its own proposals."""
    mode: Mode = Field(sa_type=words(Mode))
    state: ProposalState = Field(default=ProposalState.DRAFT, sa_type=words(ProposalState))
    weighed: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """Weights, and the points of the proposal and of the baseline, as they were when made."""
    made_by: UUID = Field(foreign_key="account.id")
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=Utc)
    ended_by_name: str = Field(default="", max_length=40)
    """Who put it into force, or gave it up."""
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    undone_by_name: str = Field(default="", max_length=40)
    undone_at: datetime | None = Field(default=None, sa_type=Utc)


class MatchLine(InRegion, table=True):
    """One firm of a proposal: who covered it, who is to, and why."""

    __tablename__ = "match_line"
    __table_args__ = (Index("ix_match_line_cadre", "proposal_id", "cadre_id"),)

    proposal_id: UUID = Field(foreign_key="match_proposal.id", primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id", primary_key=True, index=True)
    level: Level = Field(sa_type=words(Level))
    before_id: UUID | None = None
    """The relation that stood when the line was written; another by now makes the line stale."""
    before_cadre_id: UUID | None = Field(default=None, foreign_key="account.id")
    cadre_id: UUID | None = Field(default=None, foreign_key="account.id")
    """None: nobody can cover it; the reasons say why."""
    reasons: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    by_hand: bool = False
    note: str = Field(default="", max_length=200)
    """Why somebody decided so although a reminder spoke against it."""
    outcome: Outcome | None = Field(default=None, sa_type=words(Outcome))
    outcome_note: str = Field(default="", max_length=120)
    assignment_id: UUID | None = None
    """The relation the line brought about."""
