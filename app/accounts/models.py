"""Accounts, their refresh tokens, and the counters that slow a guesser down."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from app.accounts.roles import Role
from app.db import Utc, words
from app.regions.models import Level


class Account(SQLModel, table=True):
    """A person's own account; never shared."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    username: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=40)
    post: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=20, index=True)
    role: Role = Field(index=True, sa_type=words(Role))
    level: Level = Field(sa_type=words(Level))
    region_code: str = Field(foreign_key="region.code", max_length=12)
    city_code: str | None = Field(default=None, max_length=12)
    county_code: str | None = Field(default=None, max_length=12)
    town_code: str | None = Field(default=None, max_length=12)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    assists_id: UUID | None = Field(default=None, foreign_key="account.id")
    """The cadre an assistant drafts for."""
    password_hash: str
    must_change_password: bool = True
    password_changed_at: datetime | None = Field(default=None, sa_type=Utc)
    session_generation: int = 0
    """Raised to end every session at once: tokens of an earlier generation are refused."""
    disabled_at: datetime | None = Field(default=None, sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)
    privacy_seen_at: datetime | None = Field(default=None, sa_type=Utc)


class RefreshToken(SQLModel, table=True):
    """One link of a rotating chain; only its hash is kept, reuse revokes the whole family."""

    __tablename__ = "refresh_token"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    family_id: UUID = Field(index=True)
    parent_id: UUID | None = Field(default=None, index=True)
    """The token it was exchanged for."""
    token_hash: str = Field(unique=True, max_length=64)
    issued_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    used_at: datetime | None = Field(default=None, sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class LoginFailures(SQLModel, table=True):
    """Failed sign-ins per `account:NAME` or `address:IP` since an instant; shared by processes."""

    __tablename__ = "login_failures"

    key: str = Field(primary_key=True, max_length=120)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Utc)
    since: datetime = Field(sa_type=Utc)
