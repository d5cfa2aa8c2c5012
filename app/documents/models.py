"""文书: what was issued, to whom, what came back; and the Word templates they were made from."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Json, Utc
from app.regions.scope import InRegion


class Document(InRegion, table=True):
    """One numbered document. What it says is frozen when it is issued; what follows is added."""

    __table_args__ = (
        UniqueConstraint("issuer_id", "kind", "year", "seq", name="uq_document_series"),
        Index("ix_document_city", "city_code", "issued_at", "id"),
        Index("ix_document_county", "county_code", "issued_at", "id"),
        Index("ix_document_town", "town_code", "issued_at", "id"),
        Index("ix_document_unit", "unit_id", "issued_at", "id"),
        Index("ix_document_entity", "entity_id"),
    )

    id: UUID = Field(primary_key=True)
    """Made by the sender: the same order twice is one document."""
    order_digest: str = Field(max_length=64)
    kind: str = Field(max_length=12)
    name: str = Field(max_length=20)
    number: str = Field(max_length=60)
    year: int
    seq: int
    issuer_id: UUID = Field(foreign_key="unit.id")
    issuer_name: str = Field(max_length=80)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    """On whose desk it lies beside those of its place: the unit addressed, else the issuer's."""
    entity_id: UUID | None = None
    addressee: str = Field(max_length=120)
    fields: dict[str, Any] = Field(sa_type=Json)
    """As they were filled in."""
    body: dict[str, Any] = Field(sa_type=Json)
    """Every word the template is given, frozen."""
    template: str = Field(foreign_key="document_template.sha256", max_length=64)
    issued_by: UUID = Field(foreign_key="account.id")
    issued_by_name: str = Field(max_length=40)
    issued_at: datetime = Field(sa_type=Utc)
    sign_by: date
    signed_at: datetime | None = Field(default=None, sa_type=Utc)
    """When 签收 was written down; the day it was signed stands in `signed`."""
    signed: dict[str, Any] | None = Field(default=None, sa_type=Json)
    feedback_due: date
    feedback_at: datetime | None = Field(default=None, sa_type=Utc)
    feedback: dict[str, Any] | None = Field(default=None, sa_type=Json)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)
    revoked: dict[str, Any] | None = Field(default=None, sa_type=Json)


class DocumentIssue(SQLModel, table=True):
    """Which issues a document names."""

    __tablename__ = "document_issue"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    issue_id: UUID = Field(foreign_key="issue.id", primary_key=True, index=True)


class DocumentTemplate(SQLModel, table=True):
    """A Word template as it was when a document was issued from it."""

    __tablename__ = "document_template"

    sha256: str = Field(primary_key=True, max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
