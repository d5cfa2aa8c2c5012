"""未送达: what a phone could not hand in, kept whole until an office has decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.db import Json, Utc, words
from app.regions.scope import InRegion


class Fate(StrEnum):
    """Where a kept record stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DECLINED = "declined"


class Quarantined(InRegion, table=True):
    """One record as its phone handed it over; placed where its entity is, else with its author."""

    __tablename__ = "quarantine"
    __table_args__ = (
        UniqueConstraint("account_id", "record_id", "digest", name="uq_quarantine_content"),
    )

    id: UUID = Field(primary_key=True)
    record_id: UUID
    """The id the phone gave it; delivered, it keeps it."""
    account_id: UUID = Field(foreign_key="account.id")
    kind: str = Field(max_length=12)
    subject: str = Field(max_length=80)
    title: str = Field(max_length=120)
    entity_id: UUID | None = None
    body: dict[str, Any] = Field(sa_type=Json)
    problem: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """Why the server would not take it; none where the account had ended."""
    photos: list[str] = Field(default_factory=list, sa_type=Json)
    digest: str = Field(max_length=64)
    size: int
    """Bytes of the text."""
    made_at: datetime = Field(sa_type=Utc)
    device_now: datetime = Field(sa_type=Utc)
    received_at: datetime = Field(sa_type=Utc)
    app: str = Field(default="", max_length=40)
    receipt_no: str = Field(unique=True, max_length=32)
    state: Fate = Field(default=Fate.WAITING, index=True, sa_type=words(Fate))
    handled_by: UUID | None = None
    handled_at: datetime | None = Field(default=None, sa_type=Utc)
    note: str = Field(default="", max_length=500)
    outcome: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """What the record became: its receipt."""
