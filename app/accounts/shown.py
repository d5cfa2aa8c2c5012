"""What the API shows and takes of accounts and sign-ins."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.accounts.roles import May, Role
from app.regions.models import Level, UnitKind


class RegionShown(BaseModel):
    """A person's division."""

    code: str
    name: str
    path_name: str


class UnitShown(BaseModel):
    """A person's 所、局 or 办."""

    id: UUID
    name: str
    kind: UnitKind
    phone: str


class AssistedShown(BaseModel):
    """The cadre an assistant drafts for."""

    id: UUID
    name: str


class Me(BaseModel):
    """The signed-in person, as the phone keeps them."""

    id: UUID
    username: str
    name: str
    post: str
    role: Role
    level: Level
    region: RegionShown
    unit: UnitShown | None
    assists: AssistedShown | None
    permissions: list[May]
    must_change_password: bool
    privacy_seen: bool


class Tokens(BaseModel):
    """A session: a short access token, and the refresh token to be exchanged for the next."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
    """Seconds."""
    refresh_token: str
    refresh_expires_at: datetime
    device_token: str
    """Opens the quarantine, and only that, even after the account has ended."""
    me: Me


class RefreshOrder(BaseModel):
    """A refresh token handed in."""

    refresh_token: str = Field(min_length=1, max_length=200)


class PasswordOrder(BaseModel):
    """A change of one's own password."""

    old_password: str = Field(max_length=1000)
    new_password: str = Field(max_length=1000)


class AccountRow(BaseModel):
    """An account in the security administrator's list."""

    id: UUID
    username: str
    name: str
    post: str
    role: Role
    level: Level
    region_name: str
    unit_name: str | None
    disabled: bool
    locked: bool
    must_change_password: bool


class AccountPage(BaseModel):
    """A page of accounts; `next` is the cursor of the following one."""

    items: list[AccountRow]
    next: str | None


class TemporaryPassword(BaseModel):
    """Shown once, to be handed over; it opens nothing but the change of password."""

    temporary_password: str


class NewAccount(BaseModel):
    """What makes an account; without a password nobody can sign in until one is handed out."""

    username: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$")
    name: str = Field(min_length=1, max_length=40)
    post: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=20, pattern=r"^[0-9-]*$")
    role: Role
    region_code: str = Field(pattern=r"^\d{12}$")
    unit_id: UUID | None = None
    assists_id: UUID | None = None
    password: str | None = None
    must_change_password: bool = True
