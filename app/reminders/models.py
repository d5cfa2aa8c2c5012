"""消息: what a person is told once a day, or at once; one's own and nobody else's."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Json, Utc


class Message(SQLModel, table=True):
    """One message to one person; its key is used once for each of them."""

    __table_args__ = (
        UniqueConstraint("account_id", "key", name="uq_message_account_id_key"),
        Index("ix_message_account_id_at", "account_id", "at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    kind: str = Field(max_length=10)
    """digest | critical | remind | handed."""
    key: str = Field(max_length=60)
    """digest:2026-11-26, critical:… of an issue, or remind:… and handed:… of an order."""
    title: str = Field(max_length=120)
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    """text, and where it leads within the app."""
    at: datetime = Field(sa_type=Utc)
    read_at: datetime | None = Field(default=None, sa_type=Utc)
