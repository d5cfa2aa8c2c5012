"""承诺书: what a cadre promised for which list of enterprises, and how he signed it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words
from app.regions.models import Level


class SignedBy(StrEnum):
    """On the phone, or on paper of which there are pictures or a PDF."""

    SIGNATURE = "signature"
    PAPER = "paper"
    SCAN = "scan"


class Commitment(SQLModel, table=True):
    """One signed version; another list of enterprises asks for another."""

    __table_args__ = (UniqueConstraint("cadre_id", "version"),)

    id: UUID = Field(primary_key=True)
    """Made on the phone: sent twice, it is signed once."""
    cadre_id: UUID = Field(foreign_key="account.id")
    version: int
    digest: str = Field(max_length=64)
    """Of the list that was signed."""
    level: Level = Field(sa_type=words(Level))
    counterpart: str = Field(max_length=80)
    listed: list[dict[str, Any]] = Field(sa_type=Json)
    signed_by: SignedBy = Field(sa_type=words(SignedBy))
    pages: list[str] = Field(sa_type=Json)
    """The sha256 of each picture, or of the PDF."""
    signed_at: datetime = Field(sa_type=Utc)
    received_at: datetime = Field(sa_type=Utc)
    """Later where it was signed without network."""
    filed_by: UUID = Field(foreign_key="account.id")
    """The cadre, or who of his office handed the signed paper in."""
