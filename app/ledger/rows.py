"""Lines of the ledger, built in bulk: a few statements whatever their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.clock import shanghai_date
from app.db import table_of
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import WorkCalendar, days_left, is_overdue
from app.ledger.escalation import Ladder, escalated, take_on_by
from app.ledger.facts import OPEN, State
from app.ledger.going_up import ladder_of
from app.ledger.models import Issue
from app.ledger.pictures import Pictures, pictures_of
from app.ledger.wire import RectificationShown
from app.regions.models import Region, Unit
from app.settings import get_settings

_COPIED = (
    "id",
    "number",
    "state",
    "version",
    "severity",
    "item_code",
    "item_text",
    "description",
    "found_at",
    "deadline",
    "deadline_at",
    "listed",
    "returned_count",
    "fixed_on_site",
    "changed_at",
)
_copied = attrgetter(*_COPIED)
_READ = (
    "entity_id",
    "entity_name",
    "entity_grade",
    "entity_kind",
    "business_type",
    "county_code",
    "town_code",
    "unit_id",
    "rectification",
    "paused_since",
    "repeat_of",
    "received_at",
    "handed_at",
)
LINE_COLUMNS = tuple(table_of(Issue).c[name] for name in (*_COPIED, *_READ))
"""What a line needs of an issue: a page reads these alone, and builds no mapped objects."""


@dataclass(frozen=True)
class Around:
    """What is looked up once for many issues."""

    at: datetime
    today: date
    pictures: Mapping[UUID, Pictures]
    places: Mapping[str, str]
    """Names of towns and counties by their codes."""
    units: Mapping[UUID, dict[str, Any]]
    calendar: WorkCalendar
    ladder: Ladder
    clocks: dict[Any, tuple[bool, int]] = field(default_factory=dict)
    """What was counted for one deadline serves the next issue that has it."""


def rows_of(session: Session, lines: Sequence[Any], at: datetime) -> list[dict[str, Any]]:
    """Lines of the ledger, in the order given, from rows that bring the names beside them.

    Plain values in the shape of `IssueRow`, for writing them is all that is left to do.
    """
    places = {line.town_code: line.town_name or "" for line in lines}
    places |= {line.county_code: line.county_name or "" for line in lines}
    units = {
        line.unit_id: _unit(line.unit_id, line.unit_name, line.unit_kind_now)
        for line in {line.unit_id: line for line in lines if line.unit_name}.values()
    }
    pictures = pictures_of(session, [line.id for line in lines])
    calendar, ladder = get_calendar(session), ladder_of(get_settings())
    known = Around(at, shanghai_date(at), pictures, places, units, calendar, ladder)
    return [row(line, known) for line in lines]


def rectified(issue: Issue, pictures: Pictures) -> RectificationShown | None:
    """The latest rectification with its photos."""
    if issue.rectification is None:
        return None
    photos = pictures.named(issue.rectification["photos"])
    return RectificationShown.model_validate({**issue.rectification, "photos": photos})


def around(session: Session, issues: Sequence[Issue], at: datetime) -> Around:
    """Photos, places and units of `issues`, each in one statement."""
    places = {code for issue in issues for code in (issue.town_code, issue.county_code)}
    units = {issue.unit_id for issue in issues if issue.unit_id}
    named = select(col(Region.code), col(Region.name)).where(col(Region.code).in_(places))
    found = session.execute(select(Unit).where(col(Unit.id).in_(units))).scalars()
    return Around(
        at,
        shanghai_date(at),
        pictures_of(session, [issue.id for issue in issues]),
        dict(session.execute(named).all()),
        {unit.id: _unit(unit.id, unit.name, unit.kind) for unit in found},
        get_calendar(session),
        ladder_of(get_settings()),
    )


def row(issue: Issue, known: Around) -> dict[str, Any]:
    """The fields of one line."""
    pictures = known.pictures[issue.id]
    past, left = _clock(issue, known)
    late = past and issue.state in OPEN
    rectified = issue.rectification
    after = pictures.named(rectified["photos"]) if rectified else pictures.of("after")
    take_on = _take_on_by(issue, known)
    return {
        **dict(zip(_COPIED, _copied(issue), strict=True)),
        "entity": {
            "id": issue.entity_id,
            "name": issue.entity_name,
            "grade": issue.entity_grade,
            "kind": issue.entity_kind,
            "business_type": issue.business_type,
        },
        "region": _place(issue.town_code, known),
        "county": _place(issue.county_code, known),
        "unit": known.units.get(issue.unit_id) if issue.unit_id else None,
        "overdue": late,
        "days_left": left,
        "escalated": _escalated(issue, known, late),
        "take_on_by": take_on,
        "take_on_late": take_on is not None and known.at > take_on,
        "repeat": issue.repeat_of is not None,
        "photos": {"before": pictures.of("before"), "after": after},
    }


def _clock(issue: Issue, known: Around) -> tuple[bool, int]:
    """Whether time is up, and how many working days are left."""
    key = (issue.deadline, issue.deadline_at, issue.paused_since)
    found = known.clocks.get(key)
    if found is None:
        left = days_left(known.today, issue.deadline, issue.paused_since, known.calendar)
        found = known.clocks[key] = (is_overdue(known.at, *key), left)
    return found


def _unit(id: UUID, name: str, kind: str) -> dict[str, Any]:
    return {"id": id, "name": name, "kind": kind}


def _place(code: str, known: Around) -> dict[str, str]:
    return {"code": code, "name": known.places.get(code, "")}


def _escalated(issue: Issue, known: Around, late: bool) -> str | None:
    if issue.state not in OPEN:
        return None
    return escalated(
        known.today,
        issue.deadline,
        overdue=late,
        returned=issue.returned_count,
        ladder=known.ladder,
        calendar=known.calendar,
    )


def _take_on_by(issue: Issue, known: Around) -> datetime | None:
    """The offices' own clock: 交办 from receipt, 签收 from when the present unit was given it."""
    if issue.state == State.REGISTERED:
        since = issue.received_at
    elif issue.state == State.ASSIGNED:
        since = issue.handed_at or issue.received_at
    else:
        return None
    return take_on_by(issue.severity, since, known.calendar)
