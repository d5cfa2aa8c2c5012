"""Photos and signatures: bytes by their sha256, uploads under way, and what links to them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Utc
from app.regions.scope import InRegion


class Media(SQLModel, table=True):
    """Bytes that have arrived whole; immutable."""

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    content_type: str = Field(max_length=40)
    width: int = 0
    height: int = 0
    stored_at: datetime = Field(sa_type=Utc)


class MediaOwner(SQLModel, table=True):
    """Who uploaded which bytes, `account:UUID` or `link:UUID`: they may see and link them."""

    __tablename__ = "media_owner"

    sha256: str = Field(primary_key=True, max_length=64, foreign_key="media.sha256")
    owner: str = Field(primary_key=True, max_length=60)


class Upload(SQLModel, table=True):
    """A tus upload under way; its bytes lie in a part file named by `id`."""

    __table_args__ = (Index("ix_upload_owner_sha256", "owner", "sha256"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    owner: str = Field(max_length=60)
    sha256: str = Field(max_length=64)
    length: int
    content_type: str = Field(max_length=40)
    told: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    """`Upload-Metadata` as its client sent it."""
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)


class MediaLink(InRegion, table=True):
    """A record that shows a photo. It may stand before the bytes arrive (照片上传中)."""

    __tablename__ = "media_link"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    entity_id: UUID = Field(index=True)
    inspection_id: UUID | None = Field(default=None, index=True)
    issue_id: UUID | None = Field(default=None, index=True)
    role: str = Field(max_length=40)
    """before | after | review | signature.cadre | signature.enterprise | answer:CODE."""
    owner: str = Field(max_length=60)
    """Who promised the bytes; only this owner's upload fulfils the link."""
