"""Numbers of issues: `370102-2026Q4-000123`, a series per county and quarter."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.plain import Plain

_TAKE = "INSERT INTO counter (name, value) VALUES {} "
_TAKE += "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value "
_TAKE += "RETURNING name, value"
_TAKE_ONE = Plain(sa.text(_TAKE.format("(:name0, :count0)")))
_TAKE_TWO = Plain(sa.text(_TAKE.format("(:name0, :count0), (:name1, :count1)")))


def take_numbers(session: Session, county_code: str, found_at: datetime, count: int) -> list[str]:
    """The next `count` numbers of the county's series in the quarter of `found_at`.

    It locks the county's row until the commit: the last lock that a transaction takes.
    """
    series = series_of(county_code, period_of(shanghai_date(found_at)))
    name = issue_series(series)
    return issue_numbers(series, advance(session, {name: count})[name], count)


def series_of(county_code: str, period: str) -> str:
    """What the numbers of a county and quarter begin with."""
    return f"{county_code[:6]}-{period}"


def issue_series(series: str) -> str:
    """The name under which a county's issues of a quarter are counted."""
    return f"issue:{series}"


def issue_numbers(series: str, last: int, count: int) -> list[str]:
    """The numbers up to `last`."""
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)]


def advance(session: Session, counts: Mapping[str, int]) -> dict[str, int]:
    """Take numbers of one series or two in one statement; gives the last of each.

    Whoever takes two names them in the same order as all others: their rows are locked in it.
    """
    wanted: dict[str, str | int] = {}
    for n, (name, count) in enumerate(counts.items()):
        wanted |= {f"name{n}": name, f"count{n}": count}
    take = _TAKE_ONE if len(counts) == 1 else _TAKE_TWO
    return {name: int(last) for name, last in take.rows(session, wanted)}
