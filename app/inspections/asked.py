"""What a list of visits is narrowed to, and in which order it then goes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_

from app.accounts.models import Account
from app.clock import end_of_day, start_of_day
from app.entities.models import Entity
from app.errors import Malformed
from app.inspections.models import Inspection
from app.inspections.wire import Outcome
from app.regions.models import Region
from app.regions.scope import Scope, visible

FOUND = ("none", "minor", "major", "critical")
"""What a visit that was carried out found."""
NOT_DONE = tuple(one for one in get_args(Outcome) if one != "done")
_ONE = "|".join(FOUND + NOT_DONE)
OUTCOMES = rf"^(({_ONE})(,({_ONE}))*)?$"


@dataclass(frozen=True)
class Asked:
    """Everything is to hold; what is None or empty narrows nothing."""

    entity: UUID | None = None
    period: str | None = None
    q: str = ""
    """Part of the enterprise's name."""
    cadre: str = ""
    """Part of the name of who was there."""
    region: str | None = None
    business_type: str | None = None
    outcome: str = ""
    """Of `FOUND` and `NOT_DONE`, by commas."""
    day_from: date | None = None
    day_to: date | None = None

    @property
    def dated(self) -> bool:
        """Whether days are asked for: then the list goes by the visits' own time."""
        return self.day_from is not None or self.day_to is not None


def conditions(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    """What must hold, in a query that joins the enterprise and who was there."""
    wanted: list[ColumnElement[bool]] = []
    if asked.entity:
        wanted.append(col(Inspection.entity_id) == asked.entity)
    if asked.period:
        wanted.append(col(Inspection.period) == asked.period)
    if asked.q:
        wanted.append(col(Entity.name).icontains(asked.q, autoescape=True))
    if asked.cadre:
        wanted.append(col(Account.name).icontains(asked.cadre, autoescape=True))
    if asked.business_type:
        wanted.append(col(Entity.business_type) == asked.business_type)
    if asked.region:
        place = session.get(Region, asked.region)
        scope = Scope(level=place.level, region_code=place.code) if place else Scope()
        wanted.append(visible(Inspection, scope))
    if asked.outcome:
        parts = asked.outcome.split(",")
        wanted.append(
            or_(
                col(Inspection.conclusion).in_([one for one in parts if one in FOUND]),
                col(Inspection.outcome).in_([one for one in parts if one in NOT_DONE]),
            )
        )
    if asked.day_from:
        wanted.append(col(Inspection.finished_at) >= start_of_day(asked.day_from))
    if asked.day_to:
        wanted.append(col(Inspection.finished_at) < end_of_day(asked.day_to))
    return wanted


def sorted_by(asked: Asked) -> Any:
    """Newest first: by receipt, for what has just come in; by the visit where days are asked for.

    So either way the page lies together in an index, however far back it is.
    """
    return col(Inspection.finished_at if asked.dated else Inspection.received_at)


def cursor_after(visit: Inspection, asked: Asked) -> str:
    """The place behind a visit."""
    kind, at = ("d", visit.finished_at) if asked.dated else ("r", visit.received_at)
    return urlsafe_b64encode(f"{kind} {at.isoformat()} {visit.id}".encode()).decode()


def behind(cursor: str, asked: Asked) -> ColumnElement[bool]:
    """What comes behind a place.  Raises Malformed, for a cursor of the other order too."""
    try:
        kind, at, id = urlsafe_b64decode(cursor).decode().split(" ")
        if kind != ("d" if asked.dated else "r"):
            raise ValueError(kind)
        place = datetime.fromisoformat(at).astimezone(UTC), UUID(id)
    except ValueError as error:
        raise Malformed(
            "翻页位置失效，请从第一页重新打开。",
            errors=[{"pointer": "/cursor", "detail": "不认识"}],
        ) from error
    return sa.tuple_(sorted_by(asked), col(Inspection.id)) < place
