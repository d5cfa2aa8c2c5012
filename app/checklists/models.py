"""Released checklist versions as the database keeps them, so that old visits keep their wording."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db import Json, Utc

SHIPPED, PUBLISHED = "shipped", "published"


class ChecklistVersion(SQLModel, table=True):
    """A frozen version; its digest stands with every inspection."""

    __tablename__ = "checklist_version"

    id: str = Field(primary_key=True, max_length=40)
    version: int = Field(primary_key=True)
    digest: str = Field(max_length=64)
    name: str = Field(max_length=80)
    business_type: str = Field(max_length=20)
    valid_from: date
    valid_to: date | None = None
    body: dict[str, Any] = Field(sa_type=Json)
    origin: str = Field(default=SHIPPED, max_length=10)
    """From a file of the installation, or published on it by an office."""
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    published_by: str | None = Field(default=None, max_length=40)
