"""The quarter as it stood at its end: written once, never changed; 补录 is counted apart."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.db import Utc
from app.regions.scope import InRegion


class QuarterSnapshot(InRegion, table=True):
    """One entity at the end of a quarter: who answered for it, and what it owed and had."""

    __tablename__ = "quarter_snapshot"

    period: str = Field(primary_key=True, max_length=8)
    entity_id: UUID = Field(primary_key=True)
    entity_name: str = Field(max_length=120)
    grade: str = Field(max_length=1)
    business_type: str = Field(max_length=20)
    state: str = Field(max_length=20)
    cadre_id: UUID | None = None
    """None: vacant on the last day."""
    cadre_name: str = Field(default="", max_length=40)
    cadre_post: str = Field(default="", max_length=80)
    level: str = Field(default="", max_length=10)
    owed: int = 0
    done: int = 0
    """Of those owed, settled before the quarter ended."""


class QuarterFreeze(SQLModel, table=True):
    """A quarter that has been frozen, with its sums: no region of its own."""

    __tablename__ = "quarter_freeze"

    period: str = Field(primary_key=True, max_length=8)
    frozen_at: datetime = Field(sa_type=Utc)
    entities: int
    owed: int
    done: int
