"""Photos of issues: the links that show them, and which of their bytes have arrived."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import Session
from typing_extensions import TypedDict

from app.db import table_of
from app.media.models import MediaLink, MediaOwner
from app.media.service import NewLink
from app.plain import Plain


class Picture(TypedDict):
    """A photo by its sha256; not arrived means 照片上传中."""

    sha256: str
    arrived: bool


@dataclass
class Pictures:
    """The photos of one issue."""

    by_role: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    arrived: dict[str, bool] = field(default_factory=dict)

    def of(self, role: str) -> list[Picture]:
        """Those linked in a role, in the order they were linked."""
        return self.named(self.by_role.get(role, []))

    def named(self, shas: Collection[str]) -> list[Picture]:
        """These photos, in order, each with whether its bytes are here."""
        return [{"sha256": sha, "arrived": self.arrived.get(sha, False)} for sha in shas]

    @property
    def pending(self) -> int:
        """How many are still on their way."""
        return sum(not there for there in self.arrived.values())


_link, _owner = table_of(MediaLink).c, table_of(MediaOwner).c
_SIZES = (1, 8, 64, 256)
"""Statements for so many issues at a time; a shorter list is filled up with its last."""


def _statement(size: int) -> Plain:
    ids = [bindparam(f"id_{number}", type_=Uuid()) for number in range(size)]
    arrived = _owner.owner.is_not(None).label("arrived")
    return Plain(
        select(_link.issue_id, _link.role, _link.sha256, arrived)
        .outerjoin(
            table_of(MediaOwner),
            (_owner.sha256 == _link.sha256) & (_owner.owner == _link.owner),
        )
        .where(_link.issue_id.in_(ids))
        .order_by(_link.id)
    )


_STATEMENTS = {size: _statement(size) for size in _SIZES}


def pictures_of(session: Session, issue_ids: Sequence[UUID]) -> dict[UUID, Pictures]:
    """The photos of issues the session may see: one statement for up to 256 of them."""
    found: dict[UUID, Pictures] = defaultdict(Pictures)
    for issue_id, role, sha256, arrived in _linked(session, issue_ids):
        pictures = found[issue_id]
        if sha256 not in pictures.by_role[role]:
            pictures.by_role[role].append(sha256)
        pictures.arrived[sha256] = pictures.arrived.get(sha256, False) or arrived
    return found


def _linked(session: Session, issue_ids: Sequence[UUID]) -> Iterator[Any]:
    for start in range(0, len(issue_ids), _SIZES[-1]):
        some = issue_ids[start : start + _SIZES[-1]]
        size = next(size for size in _SIZES if size >= len(some))
        given = {f"id_{number}": some[min(number, len(some) - 1)] for number in range(size)}
        yield from _STATEMENTS[size].rows(session, given)


def issue_photo(issue_id: UUID, of: Any, sha256: str, role: str, owner: str) -> NewLink:
    """A link from an issue to a photo; `of` has the entity's id or `entity_id`, and the place."""
    return NewLink(
        sha256=sha256,
        role=role,
        owner=owner,
        entity_id=getattr(of, "entity_id", None) or of.id,
        issue_id=issue_id,
        region_code=of.region_code,
        city_code=of.city_code,
        county_code=of.county_code,
        town_code=of.town_code,
    )
