"""Numbers of issues: `370102-2026Q4-000123`, a series per county and quarter."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import insert_missing, table_of
from app.ledger.models import Counter

_counter = table_of(Counter)
_TAKE = (
    sa.update(_counter)
    .where(_counter.c.name == sa.bindparam("series"))
    .values(value=_counter.c.value + sa.bindparam("count"))
    .returning(_counter.c.value)
)


def take_numbers(session: Session, county_code: str, found_at: datetime, count: int) -> list[str]:
    """The next `count` numbers of the county's series in the quarter of `found_at`.

    It locks the county's row until the commit: the last lock that a transaction takes.
    """
    series = f"{county_code[:6]}-{period_of(shanghai_date(found_at))}"
    last = advance(session, f"issue:{series}", count)
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)]


def advance(session: Session, name: str, count: int) -> int:
    """Take `count` numbers of a series; gives the last of them."""
    wanted = {"series": name, "count": count}
    last = session.execute(_TAKE, wanted).scalar_one_or_none()
    if last is None:
        insert_missing(session, Counter, [{"name": name, "value": 0}])
        last = session.execute(_TAKE, wanted).scalar_one()
    return int(last)
