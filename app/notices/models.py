"""公示牌: the notice on the wall with its codes, and what its readers write to the office."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Field

from app.db import Json, Utc, words
from app.regions.scope import InRegion


class Notice(InRegion, table=True):
    """One printed version; old ones stay resolvable and say 公示牌已更换."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id", index=True)
    token: str = Field(unique=True, max_length=40)
    """≥128 random bits, url-safe; public by nature, for it hangs on the wall."""
    short_code: str = Field(unique=True, max_length=8)
    version: int = 1
    issued_at: datetime = Field(sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)
    revoked_for: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """Why it no longer counts."""
    printed: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """What its paper says (`notices/printed.py`), from the first time it was printed."""
    printed_at: datetime | None = Field(default=None, sa_type=Utc)


class OpinionState(StrEnum):
    """未阅, 已阅, 已办."""

    NEW = "new"
    READ = "read"
    DONE = "done"


class Opinion(InRegion, table=True):
    """意见建议 that somebody left on a public page; the contact is for the office alone."""

    id: UUID = Field(primary_key=True)
    """Of the form it was written in: sent twice, it is kept once."""
    entity_id: UUID = Field(foreign_key="entity.id")
    notice_id: UUID = Field(foreign_key="notice.id", index=True)
    text: str = Field(max_length=500)
    contact: str = Field(default="", max_length=60)
    received_at: datetime = Field(sa_type=Utc)
    state: OpinionState = Field(sa_type=words(OpinionState))
    note: str = Field(default="", max_length=300)
    handled_by: str = Field(default="", max_length=40)
    handled_at: datetime | None = Field(default=None, sa_type=Utc)
