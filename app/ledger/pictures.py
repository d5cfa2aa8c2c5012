"""Photos of issues: the links that show them, and which of their bytes have arrived."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Text, Uuid, bindparam, case, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
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

    by_role: dict[str, list[str]] = field(default_factory=dict)
    arrived: dict[str, bool] = field(default_factory=dict)

    def add(self, role: str, sha256: str, arrived: bool) -> None:
        """One more that is linked in a role."""
        linked = self.by_role.setdefault(role, [])
        if sha256 not in linked:
            linked.append(sha256)
        self.arrived[sha256] = self.arrived.get(sha256, False) or arrived

    def of(self, role: str) -> list[Picture]:
        """Those linked in a role, in the order they were linked."""
        linked = self.by_role.get(role)
        return self.named(linked) if linked else []

    def named(self, shas: Collection[str]) -> list[Picture]:
        """These photos, in order, each with whether its bytes are here."""
        return [{"sha256": sha, "arrived": self.arrived.get(sha, False)} for sha in shas]

    @property
    def pending(self) -> int:
        """How many are still on their way."""
        return sum(not there for there in self.arrived.values())


_link, _owner = table_of(MediaLink).c, table_of(MediaOwner).c
_fulfilled = (_owner.sha256 == _link.sha256) & (_owner.owner == _link.owner)
_SIZES = (1, 8, 64, 256)
"""Statements for so many issues at a time; a shorter list is filled up with its last."""


def _statement(size: int) -> Plain:
    ids = [bindparam(f"id_{number}", type_=Uuid()) for number in range(size)]
    arrived = _owner.owner.is_not(None).label("arrived")
    return Plain(
        select(_link.issue_id, _link.role, _link.sha256, arrived)
        .outerjoin(table_of(MediaOwner), _fulfilled)
        .where(_link.issue_id.in_(ids))
        .order_by(_link.id)
    )


_STATEMENTS = {size: _statement(size) for size in _SIZES}


def pictures_of(session: Session, issue_ids: Sequence[UUID]) -> dict[UUID, Pictures]:
    """The photos of issues the session may see: one statement for up to 256 of them."""
    found: dict[UUID, Pictures] = defaultdict(Pictures)
    for issue_id, role, sha256, arrived in _linked(session, issue_ids):
        found[issue_id].add(role, sha256, arrived)
    return found


def _linked(session: Session, issue_ids: Sequence[UUID]) -> Iterator[Any]:
    for start in range(0, len(issue_ids), _SIZES[-1]):
        some = issue_ids[start : start + _SIZES[-1]]
        size = next(size for size in _SIZES if size >= len(some))
        given = {f"id_{number}": some[min(number, len(some) - 1)] for number in range(size)}
        yield from _STATEMENTS[size].rows(session, given)


_ARRIVED = "+"


class _joined(GenericFunction[str]):  # noqa: N801  a function's name
    """Lines as one text; the name of the function differs, and the separator stands in its text."""

    inherit_cache = True


@compiles(_joined, "postgresql")
def _in_postgresql(joined: _joined, compiler: Any, **settings: Any) -> str:
    return f"string_agg({compiler.process(joined.clauses, **settings)}, chr(10))"


@compiles(_joined, "sqlite")
def _in_sqlite(joined: _joined, compiler: Any, **settings: Any) -> str:
    return f"group_concat({compiler.process(joined.clauses, **settings)}, char(10))"


def pictures_beside(issue_id: Any) -> Label[str]:
    """The photos of an issue as a column of its own row: a page needs no second statement.

    One line each, for `pictures_in` to read: the link's id, whether it arrived, sha256, role.
    """
    sign = case((_owner.owner.is_(None), " - "), else_=f" {_ARRIVED} ")
    line = cast(_link.id, Text).concat(sign).concat(_link.sha256).concat(" ").concat(_link.role)
    return (
        select(_joined(line))
        .select_from(table_of(MediaLink).outerjoin(table_of(MediaOwner), _fulfilled))
        .where(_link.issue_id == issue_id)
        .scalar_subquery()
        .label("photos")
    )


def pictures_in(lines: str | None) -> Pictures:
    """What `pictures_beside` found."""
    pictures = Pictures()
    # By the link's id: the order in which they were linked.
    for line in sorted(lines.splitlines()) if lines else ():
        _, sign, sha256, role = line.split(" ", 3)
        pictures.add(role, sha256, sign == _ARRIVED)
    return pictures


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
