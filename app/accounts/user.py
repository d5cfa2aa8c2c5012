"""Who acts: a signed-in person, as far as the rules need to know them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from app.accounts.models import Account
from app.accounts.roles import Role
from app.regions.models import Level
from app.regions.scope import Scope


@dataclass(frozen=True)
class User:
    """The actor of a request; plain values, so that it outlives the session's rows."""

    id: UUID
    username: str
    name: str
    post: str
    role: Role
    level: Level
    region_code: str
    city_code: str | None
    county_code: str | None
    town_code: str | None
    unit_id: UUID | None = None
    assists_id: UUID | None = None
    must_change_password: bool = False
    stands_for: tuple[UUID, ...] = ()
    """Cadres he stands in for today (代理)."""

    @property
    def owner(self) -> str:
        """The name under which this person's uploads are kept."""
        return f"account:{self.id}"


def user_of(account: Account | Row[Any], stands_for: tuple[UUID, ...] = ()) -> User:
    """The person behind an account, or behind a plain row of it."""
    return User(
        id=account.id,
        username=account.username,
        name=account.name,
        post=account.post,
        role=account.role,
        level=account.level,
        region_code=account.region_code,
        city_code=account.city_code,
        county_code=account.county_code,
        town_code=account.town_code,
        unit_id=account.unit_id,
        assists_id=account.assists_id,
        must_change_password=account.must_change_password,
        stands_for=stands_for,
    )


def scope_for(user: User) -> Scope:
    """Which rows a person's session may see (DOMAIN 1.2; no business rows for administrators)."""
    match user.role:
        case Role.CADRE:
            return Scope(cadre_id=user.id, also=user.stands_for)
        case Role.ASSISTANT:
            return Scope(cadre_id=user.assists_id)
        case Role.STATION:
            return Scope(level=user.level, region_code=user.region_code, unit_id=user.unit_id)
        case Role.BUREAU | Role.OFFICE | Role.INSPECTOR:
            return Scope(level=user.level, region_code=user.region_code)
        case _:
            return Scope()
