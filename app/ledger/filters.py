"""What may be looked for in the ledger; the filters combine."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.accounts.user import User
from app.clock import shanghai_date
from app.db import Utc, table_of
from app.ledger.batches import in_batch
from app.ledger.calendars import get_calendar
from app.ledger.clauses import Clause, equal, in_scope, is_so, issue, one_of, words
from app.ledger.cursors import Sort
from app.ledger.escalation import CITY, COUNTY
from app.ledger.facts import OPEN, Severity, State
from app.ledger.going_up import gone_up, ladder_of
from app.ledger.quarters import cannot_be, in_quarter
from app.ledger.searching import containing
from app.ledger.waiting import APPROVALS, waiting_for
from app.plain import Plain
from app.regions.models import Level, Region
from app.regions.scope import scope_of
from app.settings import get_settings


@dataclass(frozen=True)
class IssueFilter:
    """What is looked for; None means any.

    Comma lists mean any of them; in `state`, `open` stands for its four. `due_from` and `due_to`
    bound the deadline, `quarter` the Shanghai day of finding. `mine` is what waits for who looks,
    `approve` what of it somebody asked for (延期, 作废, 会签), `escalated` what has gone up to
    the county or the city, `batch` what one 催办 or 转办 was for, by the order's id.
    """

    state: str | None = None
    overdue: bool | None = None
    severity: str | None = None
    region: str | None = None
    unit: UUID | None = None
    listed: bool | None = None
    entity: UUID | None = None
    q: str | None = None
    grade: str | None = None
    business: str | None = None
    quarter: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    repeat: bool | None = None
    returned: bool | None = None
    mine: bool | None = None
    approve: bool | None = None
    escalated: str | None = None
    batch: UUID | None = None
    sort: Sort = Sort.FOUND


class Grade(StrEnum):
    """包保级别."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


_THINNING = {field.name for field in fields(IssueFilter)} - {"state", "region", "q", "sort"}
"""What may leave so little of a place's issues that to go through them takes long."""


def clauses_of(session: Session, wanted: IssueFilter, by: User, at: datetime) -> list[Clause]:
    """What the session may see, and of that what the filter wants.

    Raises Malformed for a value that cannot be.
    """
    return list(_clauses(session, wanted, by, at))


def _clauses(session: Session, wanted: IssueFilter, by: User, at: datetime) -> Iterator[Clause]:
    yield from _places(session, wanted.region)
    if wanted.state:
        yield _in_states(wanted.state)
    if wanted.overdue is not None:
        yield overdue(at, wanted.overdue)
    if wanted.severity:
        yield one_of("severity", _known(wanted.severity, Severity, "severity"))
    if wanted.grade:
        yield one_of("entity_grade", _known(wanted.grade, Grade, "grade"))
    if wanted.business:
        yield one_of("business_type", sorted(set(wanted.business.split(","))))
    if wanted.unit is not None:
        yield equal("unit_id", wanted.unit)
    if wanted.entity is not None:
        yield equal("entity_id", wanted.entity)
    if wanted.listed is not None:
        yield is_so("listed", _is_listed, wanted.listed)
    if wanted.repeat is not None:
        yield is_so("repeat", lambda: issue.repeat_of.is_not(None), wanted.repeat)
    if wanted.returned is not None:
        yield is_so("returned", lambda: issue.returned_count > 0, wanted.returned)
    if wanted.quarter:
        yield in_quarter(wanted.quarter)
    if wanted.due_from:
        yield due_from(wanted.due_from)
    if wanted.due_to:
        yield due_to(wanted.due_to)
    if wanted.mine:
        yield waiting_for(by)
    if wanted.approve:
        yield waiting_for(by, APPROVALS)
    if wanted.escalated:
        yield _gone_up(session, wanted.escalated, at)
    if wanted.batch is not None:
        yield in_batch(session, wanted.batch)
    words = (wanted.q or "").split()
    alone = len(words) == 1 and all(getattr(wanted, name) in (None, False) for name in _THINNING)
    for number, word in enumerate(words):
        yield containing(session, word, number, alone=alone)


def is_open() -> ColumnElement[bool]:
    """Not closed, voided or ended; in the words of the partial indexes, else they do not serve."""
    return words("state", [state for state in State if state in OPEN])


OPEN_ONES = Clause("open", is_open, steady=True)


def _is_listed() -> ColumnElement[bool]:
    # No listed issue is closed, voided or ended (`transitions.py`): the open ones hold them all.
    return is_open() & issue.listed.is_(True)


LISTED_ONES = Clause("listed:True", _is_listed, steady=True)


def of_state(*states: State) -> Clause:
    """Issues in one of these states."""

    def says() -> ColumnElement[bool]:
        among = words("state", sorted(states))
        # SQLite finds a partial index by its own words only.
        return among & is_open() if OPEN.issuperset(states) else among

    return Clause(f"state:{','.join(sorted(states))}", says, steady=True)


def overdue(at: datetime, value: bool = True) -> Clause:
    """Whether time is up: the same rule as `deadlines.is_overdue`, for the database."""
    now = sa.bindparam("now", type_=Utc())
    today = sa.bindparam("today", type_=sa.Date())

    def says() -> ColumnElement[bool]:
        by_instant = issue.deadline_at.is_not(None) & (issue.deadline_at < now)
        by_day = issue.deadline_at.is_(None) & (issue.deadline < today)
        standing = issue.paused_since.is_not(None) & (issue.paused_since <= issue.deadline)
        # No clock by the hour runs out before its day: an index by deadline ends here.
        past = (issue.deadline <= today) & sa.or_(by_instant, by_day)
        return sa.and_(is_open(), past, sa.not_(standing))

    told = is_so("overdue", says, value)
    return Clause(told.key, told.says, {"now": at, "today": shanghai_date(at)}, steady=True)


def due_from(day: date, name: str = "due_from") -> Clause:
    """The deadline is that day or later."""
    return Clause(name, lambda: issue.deadline >= sa.bindparam(name), {name: day})


def due_to(day: date, name: str = "due_to") -> Clause:
    """The deadline is that day or earlier."""
    return Clause(name, lambda: issue.deadline <= sa.bindparam(name), {name: day})


def _gone_up(session: Session, level: str, at: datetime) -> Clause:
    if level not in (COUNTY, CITY):
        raise cannot_be("escalated", level)
    ladder = ladder_of(get_settings())
    return gone_up(level, overdue(at), shanghai_date(at), ladder, get_calendar(session))


def _in_states(text: str) -> Clause:
    if text == "open":
        return OPEN_ONES
    names = [n for name in text.split(",") for n in (OPEN if name == "open" else (name,))]
    return of_state(*(State(name) for name in _known(",".join(names), State, "state")))


def _known(text: str, kind: type[StrEnum], name: str) -> list[str]:
    try:
        return sorted({kind(word).value for word in text.split(",")})
    except ValueError:
        raise cannot_be(name, text) from None


_region = table_of(Region).c
_ABOVE = (_region.town_code, _region.county_code, _region.city_code)
_REGION = Plain(
    sa.select(_region.code, _region.level, *_ABOVE).where(_region.code == sa.bindparam("code"))
)
_COLUMN = {Level.CITY: "city_code", Level.COUNTY: "county_code", Level.TOWN: "town_code"}


def _places(session: Session, code: str | None) -> Iterator[Clause]:
    """The scope, and a region within it: where it lies inside, it is all that needs to be said.

    Said twice, PostgreSQL takes town and county for independent and reads the county as well.
    """
    found = _REGION.first(session, {"code": code}) if code else None
    if code and found is None:
        yield Clause("nowhere", sa.false)
        return
    if found is None or found.level is Level.PROVINCE:
        yield in_scope(session)
        return
    if scope_of(session).region_code not in _inside_of(found):
        yield in_scope(session)
    column = _COLUMN.get(found.level)
    yield equal(column or "region_code", found.code, steady=column is not None)


def _inside_of(region: Any) -> set[str]:
    """The regions of which it is a part, itself among them."""
    return {region.code, region.town_code, region.county_code, region.city_code} - {None}
