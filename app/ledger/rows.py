"""Lines of the ledger, built in bulk: a few statements whatever their number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, select, type_coerce
from sqlmodel import Session, col

from app.clock import shanghai_date
from app.db import table_of
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import WorkCalendar, days_left, is_overdue
from app.ledger.escalation import Ladder, escalated, take_on_by
from app.ledger.facts import OPEN, State
from app.ledger.going_up import ladder_of
from app.ledger.models import Issue
from app.ledger.pictures import Pictures, pictures_beside, pictures_in
from app.ledger.wire import RectificationShown
from app.regions.models import Region, Unit
from app.settings import get_settings

_issue = table_of(Issue).c
LINE_COLUMNS = (
    *(
        _issue[name]
        for name in (
            "id",
            "number",
            "version",
            "severity",
            "item_code",
            "item_text",
            "description",
            "entity_id",
            "entity_name",
            "entity_grade",
            "entity_kind",
            "business_type",
            "county_code",
            "town_code",
            "unit_id",
            "found_at",
            "received_at",
            "handed_at",
            "deadline",
            "deadline_at",
            "paused_since",
            "listed",
            "returned_count",
            "reopened_count",
            "awaiting_countersign",
            "extension",
            "void_proposal",
            "fixed_on_site",
            "repeat_of",
            "rectification",
            "changed_at",
        )
    ),
    # As text: a page only writes it down, and names of states compare as such.
    type_coerce(_issue.state, String).label("state"),
    pictures_beside(_issue.id),
)
"""What a line needs of an issue: a page reads these alone, and builds no mapped objects."""


class Names(NamedTuple):
    """What a line calls the places and the unit of its issue."""

    region: dict[str, str]
    county: dict[str, str]
    unit: dict[str, Any] | None


@dataclass(frozen=True)
class Around:
    """What is looked up once for many issues."""

    at: datetime
    today: date
    calendar: WorkCalendar
    ladder: Ladder
    clocks: dict[Any, tuple[bool, int, str | None]] = field(default_factory=dict)
    """What was counted for one deadline serves the next issue that has it."""


def rows_of(session: Session, lines: Sequence[Any], at: datetime) -> list[dict[str, Any]]:
    """Lines of the ledger, in the order given, from rows that bring beside them what they name.

    Plain values in the shape of `IssueRow`, for writing them is all that is left to do.
    """
    known = around(session, at)
    return [row(line, _names_beside(line), pictures_in(line.photos), known) for line in lines]


def _names_beside(line: Any) -> Names:
    return Names(
        _place(line.town_code, line.town_name),
        _place(line.county_code, line.county_name),
        _unit(line.unit_id, line.unit_name, line.unit_kind_now) if line.unit_name else None,
    )


def rectified(issue: Issue, pictures: Pictures) -> RectificationShown | None:
    """The latest rectification with its photos."""
    if issue.rectification is None:
        return None
    photos = pictures.named(issue.rectification["photos"])
    return RectificationShown.model_validate({**issue.rectification, "photos": photos})


def around(session: Session, at: datetime) -> Around:
    """What the lines of an instant have in common."""
    return Around(at, shanghai_date(at), get_calendar(session), ladder_of(get_settings()))


def names_of(session: Session, issues: Sequence[Issue]) -> Callable[[Issue], Names]:
    """Places and units of `issues`, each in one statement; each issue's when asked for it."""
    codes = {code for issue in issues for code in (issue.town_code, issue.county_code)}
    units = {issue.unit_id for issue in issues if issue.unit_id}
    named = select(col(Region.code), col(Region.name)).where(col(Region.code).in_(codes))
    places = {place.code: place.name for place in session.execute(named)}
    found = session.execute(select(Unit).where(col(Unit.id).in_(units))).scalars()
    offices: dict[UUID | None, dict[str, Any]] = {
        unit.id: _unit(unit.id, unit.name, unit.kind) for unit in found
    }

    def names(issue: Issue) -> Names:
        town, county = issue.town_code, issue.county_code
        return Names(
            _place(town, places.get(town)),
            _place(county, places.get(county)),
            offices.get(issue.unit_id),
        )

    return names


def row(issue: Issue, names: Names, pictures: Pictures, known: Around) -> dict[str, Any]:
    """The fields of one line."""
    overdue, left, level = _clock(issue, known)
    rectified = issue.rectification
    after = pictures.named(rectified["photos"]) if rectified else pictures.of("after")
    take_on = _take_on_by(issue, known)
    return {
        "id": issue.id,
        "number": issue.number,
        "state": issue.state,
        "version": issue.version,
        "severity": issue.severity,
        "item_code": issue.item_code,
        "item_text": issue.item_text,
        "description": issue.description,
        "entity": {
            "id": issue.entity_id,
            "name": issue.entity_name,
            "grade": issue.entity_grade,
            "kind": issue.entity_kind,
            "business_type": issue.business_type,
        },
        "region": names.region,
        "county": names.county,
        "unit": names.unit,
        "found_at": issue.found_at,
        "deadline": issue.deadline,
        "deadline_at": issue.deadline_at,
        "overdue": overdue,
        "days_left": left,
        "escalated": level,
        "take_on_by": take_on,
        "take_on_late": take_on is not None and known.at > take_on,
        "listed": issue.listed,
        "returned_count": issue.returned_count,
        "reopened_count": issue.reopened_count,
        "waits": _waits(issue),
        "fixed_on_site": issue.fixed_on_site,
        "repeat": issue.repeat_of is not None,
        "photos": {"before": pictures.of("before"), "after": after},
        "changed_at": issue.changed_at,
    }


def _clock(issue: Issue, known: Around) -> tuple[bool, int, str | None]:
    """Whether time is up, how many working days are left, and the level it has gone up to."""
    is_open = issue.state in OPEN
    clock = issue.deadline, issue.deadline_at, issue.paused_since
    key = is_open, issue.returned_count, clock
    found = known.clocks.get(key)
    if found is None:
        left = days_left(known.today, issue.deadline, issue.paused_since, known.calendar)
        overdue = is_open and is_overdue(known.at, *clock)
        level = _escalated(issue, known, overdue) if is_open else None
        found = known.clocks[key] = overdue, left, level
    return found


def _unit(id: UUID, name: str, kind: str) -> dict[str, Any]:
    return {"id": id, "name": name, "kind": kind}


def _place(code: str, name: str | None) -> dict[str, str]:
    return {"code": code, "name": name or ""}


def _escalated(issue: Issue, known: Around, overdue: bool) -> str | None:
    return escalated(
        known.today,
        issue.deadline,
        overdue=overdue,
        returned=issue.returned_count,
        ladder=known.ladder,
        calendar=known.calendar,
    )


def _waits(issue: Issue) -> str | None:
    """What was asked for and nobody has answered yet; at most one in each state."""
    match issue.state:
        case State.REVIEWING if issue.awaiting_countersign:
            return "countersign"
        case State.RECTIFYING if (issue.extension or {}).get("status") == "requested":
            return "extension"
        case State.REGISTERED | State.ASSIGNED if issue.void_proposal:
            return "void"
        case _:
            return None


def _take_on_by(issue: Issue, known: Around) -> datetime | None:
    """The offices' own clock: 交办 from receipt, 签收 from when the present unit was given it."""
    if issue.state == State.REGISTERED:
        since = issue.received_at
    elif issue.state == State.ASSIGNED:
        since = issue.handed_at or issue.received_at
    else:
        return None
    return take_on_by(issue.severity, since, known.calendar)
