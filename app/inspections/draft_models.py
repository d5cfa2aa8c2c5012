"""代拟: a visit that an assistant has filled in and that waits for its leader's signature."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words


class Stage(StrEnum):
    """Where a draft is."""

    WAITING = "waiting"
    """With the leader."""
    RETURNED = "returned"
    """Back with the assistant."""
    SIGNED = "signed"
    """It has become a record; the row only remembers that it was."""


class VisitDraft(SQLModel, table=True):
    """It belongs to two people and to nobody else, whatever the place of its entity."""

    __tablename__ = "visit_draft"
    __table_args__ = (
        Index("ix_visit_draft_leader", "leader_id", "stage"),
        Index("ix_visit_draft_drafter", "drafted_by", "stage"),
    )

    id: UUID = Field(primary_key=True)
    """Given by the assistant's phone, and in the end the record's own."""
    entity_id: UUID = Field(foreign_key="entity.id")
    leader_id: UUID = Field(foreign_key="account.id")
    drafted_by: UUID = Field(foreign_key="account.id")
    handing: UUID
    """Which handing over this is; sent again it changes nothing."""
    stage: Stage = Field(sa_type=words(Stage))
    content: dict[str, Any] = Field(sa_type=Json)
    """As the phone sent it; emptied once it is a record."""
    handed_at: datetime = Field(sa_type=Utc)
    reason: str = Field(default="", max_length=300)
    """Why it was returned."""
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
