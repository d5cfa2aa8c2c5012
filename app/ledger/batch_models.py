"""An order for one issue or many, as far as people are told of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.db import Json, Utc


class Batch(SQLModel, table=True):
    """A 催办 or 转办 as it was given; its id is the order's, made by its sender."""

    __tablename__ = "ledger_batch"

    id: UUID = Field(primary_key=True)
    move: str = Field(max_length=24)
    by_id: UUID
    by_name: str = Field(max_length=40)
    note: str = Field(default="", max_length=2000)
    at: datetime = Field(sa_type=Utc)
    steps: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """Each issue's id with that of the event it becomes; an issue that refuses has no event."""
