"""Numbers of receipts: `SD370102-2026Q4-000123`, without gaps within county and period."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.db import table_of
from app.ledger.models import Counter

_counter = table_of(Counter)


def next_receipt(session: Session, county_code: str, period: str) -> str:
    """The next number of the county's series.

    It locks the county's row until the commit, so it is taken last.
    """
    series = f"{county_code[:6]}-{period}"
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    first = insert(_counter).values(name=f"receipt:{series}", value=1)
    taken = first.on_conflict_do_update(
        index_elements=["name"], set_={"value": _counter.c.value + 1}
    ).returning(_counter.c.value)
    number: int = session.execute(taken).scalar_one()
    return f"SD{series}-{number:06d}"
