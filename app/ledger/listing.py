"""The ledger as a list: filters that combine, keyset pages, counts that stop at a thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Label, Select
from sqlmodel import Session

from app.accounts.user import User
from app.clock import shanghai_date
from app.db import table_of
from app.ledger.clauses import Clause, compiled, equal, issue, values_of
from app.ledger.cursors import Sort, after, cursor_after, ordered, sorted_by
from app.ledger.facts import Severity, State
from app.ledger.filters import (
    LISTED_ONES,
    OPEN_ONES,
    IssueFilter,
    clauses_of,
    due_from,
    due_to,
    of_state,
    overdue,
)
from app.ledger.models import Issue
from app.ledger.rows import LINE_COLUMNS, rows_of
from app.ledger.waiting import APPROVALS, waiting_for
from app.ledger.wire_pages import IssueCounts
from app.plain import Plain
from app.regions.models import Region, Unit

CAP = 1000
SEARCH_CAP = 200
"""Words found more often are not counted: to look at every line for them would take too long.

Those so common that they are met along the list are counted to the end of the page.
"""

_issues = table_of(Issue)
_town = table_of(Region).alias("town")
_county = table_of(Region).alias("county")
_unit = table_of(Unit)


@dataclass(frozen=True)
class Asked:
    """A page before it is read: its statement, and what that is given."""

    statement: Plain
    values: Mapping[str, Any]
    counted: int | None
    """How far the first page counts."""


def asked(
    session: Session,
    wanted: IssueFilter,
    *,
    by: User,
    cursor: str | None,
    limit: int,
    at: datetime,
) -> Asked:
    """How a page is read; one row more than it shows, to know whether another follows."""
    sort, first = wanted.sort, cursor is None
    clauses = clauses_of(session, wanted, by, at)
    if cursor is not None:
        clauses.append(after(cursor, sort))
    counted = _how_far(wanted, clauses, limit) if first else None
    apart = counted == CAP and all(clause.steady for clause in clauses)
    shape = ("page", sort, f"{limit}", f"{counted}")
    statement = compiled(
        shape, clauses, lambda: _page(_conditions(clauses), sort, limit + 1, counted, apart)
    )
    return Asked(statement, values_of(clauses), counted)


def _how_far(wanted: IssueFilter, clauses: Sequence[Clause], limit: int) -> int:
    if not wanted.q:
        return CAP
    return limit + 1 if any(clause.met for clause in clauses) else SEARCH_CAP + 1


def page(
    session: Session,
    wanted: IssueFilter,
    *,
    by: User,
    cursor: str | None,
    limit: int,
    at: datetime,
) -> bytes:
    """One page in the order wanted, written as an `IssuePage`; the first tells how many.

    Straight from its rows: hundreds of values need no validation on their way out.
    """
    how = asked(session, wanted, by=by, cursor=cursor, limit=limit, at=at)
    # Rows with the fields of an Issue that a line reads, and the names beside it.
    found: Sequence[Any] = how.statement.rows(session, how.values)
    shown = found[:limit]
    total = (found[0].total if found else 0) if cursor is None else None
    if wanted.q and total is not None and total == how.counted:
        total = None
    told = {
        "items": rows_of(session, shown, at),
        "next": cursor_after(shown[-1], wanted.sort) if len(found) > limit else None,
        "total": total,
    }
    return orjson.dumps(told, option=orjson.OPT_UTC_Z)


def _conditions(clauses: Sequence[Clause]) -> list[ColumnElement[bool]]:
    return [clause.says() for clause in clauses]


def _page(
    conditions: list[ColumnElement[bool]],
    sort: Sort,
    most: int,
    counted: int | None,
    apart: bool,
) -> Select[Any]:
    # Few ids first, from an index alone where it can be; then what a line shows of them. The same
    # ids, as far as they are counted, tell the first page how many there are; where an index has
    # them in order, reading its beginning twice is less than keeping a thousand. Both numbers
    # stand in the text: of a limit it does not know the database takes a tenth of the ledger.
    found = (
        sa.select(issue.id, sorted_by(sort))
        .where(*conditions)
        .order_by(*ordered(sort))
        .limit(_written(most if apart else counted or most))
        .cte("found")
    )
    some = sa.select(found).order_by(*ordered(sort, found.c)).limit(_written(most)).subquery("page")
    same = sa.select(sa.func.count()).select_from(found).scalar_subquery().label("total")
    total = _counted(conditions, "total") if apart else same
    names = (
        _town.c.name.label("town_name"),
        _county.c.name.label("county_name"),
        _unit.c.name.label("unit_name"),
        sa.type_coerce(_unit.c.kind, sa.String).label("unit_kind_now"),
    )
    return (
        sa.select(*LINE_COLUMNS, *names, *([total] if counted else []))
        .select_from(
            some.join(_issues, issue.id == some.c.id)
            .outerjoin(_town, _town.c.code == issue.town_code)
            .outerjoin(_county, _county.c.code == issue.county_code)
            .outerjoin(_unit, _unit.c.id == issue.unit_id)
        )
        .order_by(*ordered(sort, some.c))
    )


def _written(number: int) -> ColumnElement[int]:
    return sa.literal_column(f"{number}", sa.Integer())


def _counted(conditions: list[ColumnElement[bool]], name: str) -> Label[Any]:
    some = sa.select(issue.id).where(*conditions).limit(_written(CAP)).subquery(f"of_{name}")
    return sa.select(sa.func.count()).select_from(some).scalar_subquery().label(name)


def counts(session: Session, wanted: IssueFilter, *, by: User, at: datetime) -> IssueCounts:
    """How many there are of each kind, within the filter."""
    base = clauses_of(session, wanted, by, at)
    kinds = _kinds(by, at)

    def statement() -> Select[Any]:
        within = _conditions(base)
        return sa.select(
            *(_counted([*within, *_conditions(more)], name) for name, more in kinds.items())
        )

    every = [*base, *(clause for more in kinds.values() for clause in more)]
    told = compiled(("counts",), every, statement).first(session, values_of(every))
    return IssueCounts.model_validate(told._asdict())


def _kinds(by: User, at: datetime) -> dict[str, list[Clause]]:
    today = shanghai_date(at)
    monday = today - timedelta(days=today.weekday())
    week = [due_from(monday, "monday"), due_to(monday + timedelta(days=6), "sunday")]
    critical = equal("severity", Severity.CRITICAL.value)
    return {
        "open": [OPEN_ONES],
        "reviewing": [of_state(State.REVIEWING)],
        "overdue": [overdue(at)],
        "listed": [LISTED_ONES],
        "mine": [waiting_for(by)],
        "approve": [waiting_for(by, APPROVALS)],
        "due_week": [OPEN_ONES, *week, overdue(at, False)],
        "critical": [OPEN_ONES, critical],
        "all": [],
    }
