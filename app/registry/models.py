"""An import: the file as it was understood, its rows with what was found, and what it changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words
from app.registry.columns import Shape


class BatchState(StrEnum):
    """How far an import has come."""

    READING = "reading"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class ImportBatch(SQLModel, table=True):
    """One file handed in by one region's office. The file itself is not kept."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_region", "region_code", "made_at"),)

    id: UUID = Field(primary_key=True)
    kind: Shape = Field(sa_type=words(Shape))
    state: BatchState = Field(sa_type=words(BatchState))
    region_code: str = Field(max_length=12)
    file: str = Field(max_length=120)
    digest: str = Field(max_length=64)
    sheets: list[dict[str, Any]] = Field(sa_type=Json)
    totals: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    accepted: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    """Warnings that are right all the same: kind, or kind and row, to the reason."""
    version: int = 0
    """Raised with every change of what would be taken in."""
    made_by: UUID = Field(foreign_key="account.id")
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=Utc)
    applied_at: datetime | None = Field(default=None, sa_type=Utc)
    applied_by_name: str = Field(default="", max_length=40)
    undone_at: datetime | None = Field(default=None, sa_type=Utc)
    undone_by_name: str = Field(default="", max_length=40)


class ImportRow(SQLModel, table=True):
    """A row of the file: its cells as they stand there, and what would be kept of it."""

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_uscc", "batch_id", "uscc"),
        Index("ix_import_row_phone", "batch_id", "phone"),
    )

    batch_id: UUID = Field(foreign_key="import_batch.id", primary_key=True)
    seq: int = Field(primary_key=True)
    shape: Shape = Field(sa_type=words(Shape))
    sheet: int
    number: int
    cells: list[str] = Field(sa_type=Json)
    data: dict[str, Any] = Field(sa_type=Json)
    ident: str = Field(default="", max_length=32)
    likeness: str = Field(default="", max_length=32)
    uscc: str = Field(default="", max_length=18)
    name: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=20)
    person: str = Field(default="", max_length=40)
    grade: str = Field(default="", max_length=1)
    action: str = Field(default="", max_length=8)
    """insert, update, same."""
    target: str = Field(default="", max_length=36)
    """The id of what it becomes, or is."""
    needs_entity: int | None = None
    """The row of the same file that brings the entity it is about."""
    needs_cadre: int | None = None
    errors: int = 0
    doubts: int = 0
    """Warnings that nobody has answered."""
    taken: bool = False


class ImportFinding(SQLModel, table=True):
    """What is wrong in a cell, and how to mend it."""

    __tablename__ = "import_finding"
    __table_args__ = (Index("ix_import_finding_code", "batch_id", "code"),)

    batch_id: UUID = Field(foreign_key="import_batch.id", primary_key=True)
    seq: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    code: str = Field(max_length=20)
    gravity: str = Field(max_length=8)
    field: str = Field(max_length=40)
    shown: str = Field(max_length=120)
    """What the cell says, personal numbers masked."""
    text: str = Field(max_length=240)
    suggestion: str | None = Field(default=None, max_length=120)
    reason: str | None = Field(default=None, max_length=120)
    """Why it is right all the same."""


class ImportChange(SQLModel, table=True):
    """What an import did to one thing: how it was before, and a digest of how it was left."""

    __tablename__ = "import_change"

    batch_id: UUID = Field(foreign_key="import_batch.id", primary_key=True)
    n: int = Field(primary_key=True)
    seq: int
    thing: str = Field(max_length=20)
    thing_id: str = Field(max_length=36)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """None for what was not there."""
    left: str = Field(max_length=32)
