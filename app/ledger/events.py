"""The events of an issue: one row a step, each sealed by a hash over itself and the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python

from app.accounts.user import User
from app.ids import canonical, sha256_hex

PLACE = ("region_code", "city_code", "county_code", "town_code")

_SEALED = (
    "id",
    "issue_id",
    "entity_id",
    *PLACE,
    "seq",
    "move",
    "from_state",
    "to_state",
    "actor_id",
    "actor_name",
    "actor_post",
    "actor_role",
    "at",
    "device_at",
    "note",
    "evidence",
    "order_digest",
)


@dataclass(frozen=True)
class By:
    """Who an event names."""

    id: UUID | None
    name: str
    post: str
    role: str


SYSTEM = By(None, "系统", "自动交办", "system")


def by_user(user: User) -> By:
    """A signed-in person, as an event names them."""
    return By(user.id, user.name, user.post, user.role.value)


@dataclass(frozen=True)
class Step:
    """One step, before it takes its place in the chain."""

    id: UUID
    move: str
    from_state: str | None
    to_state: str
    by: By
    at: datetime
    note: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    device_at: datetime | None = None
    order_digest: str = ""


@dataclass(frozen=True)
class Chain:
    """The end of an issue's chain: where the next event goes."""

    issue_id: UUID
    entity_id: UUID
    place: Mapping[str, str]
    seq: int = 0
    last_hash: str = ""


def place_of(thing: Any) -> dict[str, str]:
    """The four division columns of a thing that has them."""
    return {name: getattr(thing, name) for name in PLACE}


def sealed(chain: Chain, step: Step) -> dict[str, Any]:
    """The row of a step as the next event of its chain."""
    row: dict[str, Any] = {
        "id": step.id,
        "issue_id": chain.issue_id,
        "entity_id": chain.entity_id,
        **{name: chain.place[name] for name in PLACE},
        "seq": chain.seq + 1,
        "move": step.move,
        "from_state": step.from_state,
        "to_state": step.to_state,
        "actor_id": step.by.id,
        "actor_name": step.by.name,
        "actor_post": step.by.post,
        "actor_role": step.by.role,
        "at": step.at,
        "device_at": step.device_at,
        "note": step.note,
        "evidence": to_jsonable_python(step.evidence),
        "order_digest": step.order_digest,
        "prev_hash": chain.last_hash,
    }
    return {**row, "hash": event_hash(chain.last_hash, row)}


def event_hash(prev_hash: str, row: Mapping[str, Any]) -> str:
    """The seal of an event: sha256 over the seal before it and every stored field of its own."""
    return sha256_hex(prev_hash + canonical({name: _plain(row[name]) for name in _SEALED}))


def _plain(value: Any) -> Any:
    # As both databases give it back: instants to the microsecond in UTC, ids as text.
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value
