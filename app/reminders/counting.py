"""How many issues of each kind every unit has: one reading of the open ledger for all of a day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.ledger.clauses import issue, values_of
from app.ledger.deadlines import WorkCalendar
from app.ledger.escalation import CITY, COUNTY, Ladder
from app.ledger.facts import State
from app.ledger.filters import is_open, overdue
from app.ledger.going_up import gone_up
from app.reminders.wording import Days


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
    late = overdue(at)
    county = gone_up(COUNTY, late, days.today, ladder, calendar)
    city = gone_up(CITY, late, days.today, ladder, calendar)
    kinds = {
        "overdue": late.says(),
        **_due(days, late.says()),
        **_waiting(),
        "county": county.says(),
        "city": city.says(),
    }
    sums = [sa.func.sum(sa.case((is_so, 1), else_=0)).label(name) for name, is_so in kinds.items()]
    place = (issue.city_code, issue.county_code, issue.unit_id)
    query = sa.select(*place, *sums).where(is_open()).group_by(*place)
    made = Tallies()
    for row in session.execute(query, values_of([late, county, city])):
        counts = Counter({name: getattr(row, name) for name in kinds if getattr(row, name)})
        made.cities.setdefault(row.city_code, Counter()).update(counts)
        made.counties.setdefault(row.county_code, Counter()).update(counts)
        if row.unit_id is not None:
            made.units.setdefault(row.unit_id, Counter()).update(counts)
            made.county_of[row.unit_id] = row.county_code
    return made


def _due(days: Days, late: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
    standing = issue.paused_since.is_not(None) & (issue.paused_since <= issue.deadline)
    running = sa.not_(late) & sa.not_(standing)
    return {
        name: issue.deadline.between(*getattr(days, name)) & running
        for name in ("due0", "due1", "due3")
    }


def _waiting() -> dict[str, ColumnElement[bool]]:
    asked = issue.extension["status"].as_string() == "requested"
    free = issue.awaiting_countersign.is_(False)
    return {
        "registered": issue.state == State.REGISTERED,
        "assigned": issue.state == State.ASSIGNED,
        "reviewing": (issue.state == State.REVIEWING) & free,
        "extension": (issue.state == State.RECTIFYING) & asked,
        "countersign": issue.awaiting_countersign.is_(True),
    }
