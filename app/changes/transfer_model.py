"""划转: an entity passes to another division, proposed by one office, accepted by the other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.db import Utc

_OPEN = text("decision IS NULL")


class EntityTransfer(SQLModel, table=True):
    """One transfer. Both offices see it, so it lies in no single region (changes/transfers)."""

    __tablename__ = "entity_transfer"
    __table_args__ = (
        Index(
            "uq_entity_transfer_open",
            "entity_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: UUID = Field(primary_key=True)
    """Made by the caller."""
    entity_id: UUID = Field(foreign_key="entity.id", index=True)
    entity_name: str = Field(max_length=120)
    from_region: str = Field(max_length=12)
    from_county: str = Field(max_length=12, index=True)
    from_city: str = Field(max_length=12)
    to_region: str = Field(max_length=12)
    to_county: str = Field(max_length=12, index=True)
    to_city: str = Field(max_length=12)
    to_address: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """Where the premises move to; empty: they stay, and are only managed elsewhere."""
    reason: str = Field(max_length=500)
    proposed_by: UUID
    proposed_by_name: str = Field(max_length=40)
    proposed_at: datetime = Field(sa_type=Utc)
    decision: str | None = Field(default=None, max_length=10)
    """accepted | refused | withdrawn."""
    decided_by: UUID | None = None
    decided_by_name: str = Field(default="", max_length=40)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decision_note: str = Field(default="", max_length=500)
    issues: int = 0
    """Open issues that moved with it."""
