"""The audit trail: who did what to which thing, and when. Rows are only ever added."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Json, Utc


class Audit(SQLModel, table=True):
    """One line of the trail."""

    __table_args__ = (Index("ix_audit_county_code_at", "county_code", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    actor_id: UUID | None = None
    actor_name: str = Field(default="", max_length=40)
    action: str = Field(max_length=60)
    subject_type: str = Field(default="", max_length=40)
    subject_id: str = Field(default="", max_length=64, index=True)
    county_code: str | None = Field(default=None, max_length=12)
    """The county it concerns, or the actor's own division above the counties."""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    address: str = Field(default="", max_length=45)
