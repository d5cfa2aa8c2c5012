"""Work to be done once, by whichever process is free; kept so that no crash loses it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words


class JobState(StrEnum):
    """Waiting for its time or its worker, done, or given up."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


_WAITING = text("state = 'waiting'")


class Job(SQLModel, table=True):
    """One piece of work; kind and key are taken once and for all."""

    __table_args__ = (
        UniqueConstraint("kind", "key", name="uq_job_kind_key"),
        Index("ix_job_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(max_length=20)
    key: str = Field(max_length=120)
    body: dict[str, Any] = Field(sa_type=Json)
    state: JobState = Field(sa_type=words(JobState))
    due_at: datetime = Field(sa_type=Utc)
    attempts: int = 0
    lease: UUID | None = None
    """Who has it in hand; a new one with every attempt."""
    leased_until: datetime | None = Field(default=None, sa_type=Utc)
    error: str = Field(default="", max_length=200)
    made_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
