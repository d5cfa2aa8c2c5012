"""Numbers of issues: `370102-2026Q4-000123`, a series per county and quarter."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import insert_missing, table_of
from app.ledger.models import Counter


def take_numbers(session: Session, county_code: str, found_at: datetime, count: int) -> list[str]:
    """The next `count` numbers of the county's series in the quarter of `found_at`.

    It locks the county's row until the commit: the last lock that a transaction takes.
    """
    series = f"{county_code[:6]}-{period_of(shanghai_date(found_at))}"
    last = _advance(session, f"issue:{series}", count)
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)]


def _advance(session: Session, name: str, count: int) -> int:
    counter = table_of(Counter)
    taken = (
        sa.update(counter)
        .where(counter.c.name == name)
        .values(value=counter.c.value + count)
        .returning(counter.c.value)
    )
    last = session.execute(taken).scalar_one_or_none()
    if last is None:
        insert_missing(session, Counter, [{"name": name, "value": 0}])
        last = session.execute(taken).scalar_one()
    return int(last)
