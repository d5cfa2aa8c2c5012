"""Writing and reading the audit trail."""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, false, select, true
from sqlmodel import Session, SQLModel, col

from app.audit.models import Audit
from app.db import insert_rows
from app.ids import uuid7

_SECRETS = frozenset({"password", "token", "access_token", "refresh_token", "secret", "phone"})


class Actor(Protocol):
    """As much of a signed-in person as a line of the trail keeps."""

    @property
    def id(self) -> UUID:
        """The account."""

    @property
    def name(self) -> str:
        """Kept with the line: a later change of name does not rewrite history."""

    @property
    def county_code(self) -> str | None:
        """Whose trail it is when the subject names no county of its own."""

    @property
    def region_code(self) -> str:
        """Whose trail it is when the person stands above the counties."""


def record(
    session: Session,
    at: datetime,
    actor: Actor | None,
    action: str,
    subject_type: str = "",
    subject_id: str | UUID = "",
    county_code: str | None = None,
    **detail: Any,
) -> None:
    """Add one line to the trail, in the caller's transaction.

    Raises ValueError for a detail that would write a secret or a phone number down.
    """
    if leaked := _SECRETS & detail.keys():
        raise ValueError(f"not for the audit trail: {', '.join(sorted(leaked))}")
    line = {
        "id": uuid7(),
        "at": at,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else "",
        "action": action,
        "subject_type": subject_type,
        "subject_id": str(subject_id),
        "county_code": county_code or (actor and (actor.county_code or actor.region_code)),
        "detail": to_jsonable_python(detail),
        "address": session.info.get("address", ""),
    }
    insert_rows(session, Audit, [line])


class Reader(Actor, Protocol):
    """An auditor."""

    @property
    def level(self) -> str:
        """Level of the own region, whose lines are read."""


class Line(SQLModel):
    """One line as the auditor sees it."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_name: str
    action: str
    subject_type: str
    subject_id: str
    county_code: str | None
    detail: dict[str, Any]
    address: str


class Lines(SQLModel):
    """A page of the trail, newest first; `next` is the cursor of the following one."""

    items: list[Line]
    next: str | None


def lines(session: Session, *, cursor: str | None, limit: int, by: Reader) -> Lines:
    """A page of the trail of the auditor's region, newest first."""
    wanted = select(Audit).where(_of_region(by))
    if cursor is not None:
        at, line_id = _place(cursor)
        same_instant = (col(Audit.at) == at) & (col(Audit.id) < line_id)
        wanted = wanted.where((col(Audit.at) < at) | same_instant)
    newest_first = (col(Audit.at).desc(), col(Audit.id).desc())
    found = session.execute(wanted.order_by(*newest_first).limit(limit + 1)).scalars().all()
    items = [Line.model_validate(line) for line in found[:limit]]
    return Lines(items=items, next=_cursor(items[-1]) if len(found) > limit else None)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = r"^\d{1,17}\.[0-9a-f]{32}$"
"""Microseconds since 1970 and the id of the last line shown."""


def _cursor(line: Line) -> str:
    return f"{(line.at - _EPOCH) // timedelta(microseconds=1)}.{line.id.hex}"


def _place(cursor: str) -> tuple[datetime, UUID]:
    microseconds, _, line_id = cursor.partition(".")
    return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(line_id)


def _of_region(by: Reader) -> ColumnElement[bool]:
    if by.level == "province":
        return true()
    if by.level == "city":
        # Lines of no place (refused sign-ins under unknown names) concern every city.
        place = col(Audit.county_code)
        return place.startswith(by.region_code[:4]) | place.is_(None)
    if by.level == "county":
        return col(Audit.county_code) == by.region_code
    return false()
