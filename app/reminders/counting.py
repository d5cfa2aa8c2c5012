"""How many issues of each kind every unit has: one reading of the open ledger for all of a day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.db import table_of
from app.ledger.deadlines import WorkCalendar
from app.ledger.escalation import Ladder, latest_deadline
from app.ledger.facts import OPEN, State
from app.ledger.models import Issue
from app.reminders.wording import Days

_issue = table_of(Issue)


@dataclass
class Tallies:
    """Counts by unit, by county and by city; of what no unit has yet, by county only."""

    units: dict[UUID, Counter[str]] = field(default_factory=dict)
    counties: dict[str, Counter[str]] = field(default_factory=dict)
    cities: dict[str, Counter[str]] = field(default_factory=dict)
    county_of: dict[UUID, str] = field(default_factory=dict)


def tallies(
    session: Session, days: Days, at: datetime, ladder: Ladder, calendar: WorkCalendar
) -> Tallies:
    """Everything a digest of a day may speak of.  Plain tables: the system's own work."""
    kinds = _kinds(days, at, ladder, calendar)
    sums = [sa.func.sum(sa.case((is_so, 1), else_=0)).label(name) for name, is_so in kinds.items()]
    place = (_issue.c.city_code, _issue.c.county_code, _issue.c.unit_id)
    found = session.execute(sa.select(*place, *sums).where(_is_open()).group_by(*place))
    made = Tallies()
    for row in found:
        counts = Counter({name: getattr(row, name) for name in kinds if getattr(row, name)})
        made.cities.setdefault(row.city_code, Counter()).update(counts)
        made.counties.setdefault(row.county_code, Counter()).update(counts)
        if row.unit_id is not None:
            made.units.setdefault(row.unit_id, Counter()).update(counts)
            made.county_of[row.unit_id] = row.county_code
    return made


def _kinds(
    days: Days, at: datetime, ladder: Ladder, calendar: WorkCalendar
) -> dict[str, ColumnElement[bool]]:
    late = is_overdue(at, days)
    extension = _issue.c.extension["status"].as_string() == "requested"
    past = _issue.c.deadline
    county = late & (past <= latest_deadline(days.today, ladder.county, calendar))
    return {
        "overdue": late,
        **{
            name: past.between(*getattr(days, name)) & sa.not_(late) & sa.not_(_standing())
            for name in ("due0", "due1", "due3")
        },
        "registered": _issue.c.state == State.REGISTERED,
        "assigned": _issue.c.state == State.ASSIGNED,
        "reviewing": (_issue.c.state == State.REVIEWING) & _issue.c.awaiting_countersign.is_(False),
        "extension": (_issue.c.state == State.RECTIFYING) & extension,
        "countersign": _issue.c.awaiting_countersign.is_(True),
        "county": county | (_issue.c.returned_count >= ladder.returns),
        "city": late & (past <= latest_deadline(days.today, ladder.city, calendar)),
    }


def is_overdue(at: datetime, days: Days) -> ColumnElement[bool]:
    """`deadlines.is_overdue` for the database."""
    by_instant = _issue.c.deadline_at.is_not(None) & (_issue.c.deadline_at < at)
    by_day = _issue.c.deadline_at.is_(None) & (_issue.c.deadline < days.today)
    return sa.and_(sa.or_(by_instant, by_day), sa.not_(_standing()))


def _standing() -> ColumnElement[bool]:
    return sa.and_(_issue.c.paused_since.is_not(None), _issue.c.paused_since <= _issue.c.deadline)


def _is_open() -> ColumnElement[bool]:
    return _issue.c.state.in_(sorted(OPEN))
