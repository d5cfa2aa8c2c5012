"""Cadres who are away: 代理 for some days, lapsing by itself, and 离任 for good."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.db import Utc


class StandIn(SQLModel, table=True):
    """One stand-in. While it lasts he sees and visits what the absent cadre answers for."""

    __tablename__ = "stand_in"

    id: UUID = Field(primary_key=True)
    """Made by the caller: the same order again is the same stand-in."""
    absent_id: UUID = Field(foreign_key="account.id", index=True)
    cadre_id: UUID = Field(foreign_key="account.id", index=True)
    """Who stands in."""
    first: date
    last: date
    """Shanghai's; the last day it holds."""
    reason: str = Field(max_length=200)
    made_by: UUID
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    """Ended before its last day."""
    ended_by_name: str = Field(default="", max_length=40)


class Departure(SQLModel, table=True):
    """离任: a cadre gives up all he answers for from a day, with or without a successor."""

    id: UUID = Field(primary_key=True)
    """Made by the caller."""
    cadre_id: UUID = Field(foreign_key="account.id", index=True)
    on: date
    reason: str = Field(max_length=200)
    successor_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_by: UUID
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    """Carried out; a day in the future waits for it."""
    cancelled_at: datetime | None = Field(default=None, sa_type=Utc)
    entities: int = 0
    """How many he gave up."""
