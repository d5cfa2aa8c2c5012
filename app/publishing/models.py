"""Drafts of checklist versions, from the workbook an office handed in until they are published."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Json, Utc

WAITING, PUBLISHED, WITHDRAWN = "waiting", "published", "withdrawn"


class ChecklistDraft(SQLModel, table=True):
    """A faultless version that nobody fills in yet. Its number is given when it is published."""

    __tablename__ = "checklist_draft"
    __table_args__ = (Index("ix_checklist_draft_made_at", "made_at"),)

    id: UUID = Field(primary_key=True)
    checklist_id: str = Field(max_length=40)
    name: str = Field(max_length=80)
    valid_from: date
    file: str = Field(max_length=120)
    """The name of the workbook it was read from."""
    body: dict[str, Any] = Field(sa_type=Json)
    notes: list[str] = Field(sa_type=Json)
    state: str = Field(default=WAITING, max_length=10)
    region_code: str = Field(max_length=12)
    """The division whose office made it."""
    made_by: UUID = Field(foreign_key="account.id")
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=Utc)
    version: int | None = None
