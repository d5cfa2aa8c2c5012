"""Who looks at a province's ledger, and what they ask for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.clock import shanghai_date
from app.db import now, table_of
from app.ids import uuid7
from app.ledger.models import Issue
from app.regions.models import Level
from bench.ledger_rows import (
    COMMON,
    COUNTIES,
    ORDINARY,
    PROVINCE,
    RARE,
    Town,
    counties,
)


class Who(NamedTuple):
    """Somebody who looks, and how many issues there are in their place."""

    name: str
    account: Account
    issues: int


class Case(NamedTuple):
    """A page to measure."""

    who: Who
    query: str


def people_of(session: Session, towns: list[Town]) -> dict[str, Who]:
    """Offices of a middling county, the largest, a city and the province, and a station."""
    places = counties()
    middle = places[COUNTIES // 2]
    asked_of = {
        "county": (Role.OFFICE, Level.COUNTY, *middle, None),
        "largest county": (Role.OFFICE, Level.COUNTY, *places[0], None),
        "city": (Role.OFFICE, Level.CITY, middle[0], None, None),
        "province": (Role.OFFICE, Level.PROVINCE, None, None, None),
        "station": (
            Role.STATION,
            Level.TOWN,
            *next((t.city, t.county, t.code) for t in towns if t.county == middle[1]),
        ),
    }
    found = {}
    for name, (role, level, city, county, town) in asked_of.items():
        code = town or county or city or PROVINCE
        station = next(t.station for t in towns if t.code == town) if town else None
        known = sa.select(Account).where(col(Account.username) == name)
        account = session.execute(known).scalar_one_or_none() or Account(
            id=uuid7(),
            username=name,
            name=name,
            role=role,
            level=level,
            region_code=code,
            city_code=city,
            county_code=county,
            town_code=town,
            unit_id=station,
            password_hash="x",
            must_change_password=False,
            created_at=now(),
        )
        session.add(account)
        found[name] = Who(name, account, _count(session, level, code))
    session.commit()
    return found


def _count(session: Session, level: Level, code: str) -> int:
    issue = table_of(Issue)
    query = sa.select(sa.func.count()).select_from(issue)
    if level is not Level.PROVINCE:
        query = query.where(issue.c[f"{level.value}_code"] == code)
    return int(session.execute(query).scalar_one())


FILTERS = (
    "state=open",
    "state=open&sort=deadline",
    "",
    "sort=deadline",
    "state=reviewing",
    "state=closed",
    "overdue=true&sort=deadline",
    "severity=critical",
    "grade=A",
    "business=special",
    "quarter=2026Q3",
    "due_from={from}&due_to={to}",
    "listed=true",
    "repeat=true",
    "returned=true",
    "mine=true",
    "unit={unit}",
    "region={town}",
    "entity={entity}",
    "severity=critical&grade=A&business=catering&sort=deadline",
)
SEARCHES = tuple(
    f"{more}q={quote(word)}" for word in (RARE, ORDINARY, COMMON) for more in ("state=open&", "")
)


def cases(people: dict[str, Who], towns: list[Town]) -> Iterator[Case]:
    """Every filter alone in a county, the commonest ones and searches elsewhere."""
    county, largest = people["county"], people["largest county"]
    town = next(t for t in towns if t.county == county.account.county_code)
    today = shanghai_date(now())
    known = {
        "from": today - timedelta(days=3),
        "to": today + timedelta(days=3),
        "unit": town.station,
        "town": town.code,
        "entity": "00000000-0000-0000-0000-000000000001",
    }
    for query in (*FILTERS, *SEARCHES):
        yield Case(county, query.format(**known))
    for query in ("state=open", "", "severity=critical", "grade=A", *SEARCHES):
        yield Case(largest, query)
    for name in ("city", "province", "station"):
        for query in ("state=open", "state=open&sort=deadline", "", *SEARCHES[:2]):
            yield Case(people[name], query)
