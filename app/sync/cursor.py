"""How far a phone has come: an opaque word holding an instant and whose it is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.clock import shanghai_date

OVERLAP = timedelta(seconds=60)
"""A row may be committed a little after the instant it carries: look back so far."""


def cursor_at(at: datetime, account_id: UUID) -> str:
    """The cursor handed out with an answer made at an instant."""
    return f"{int(at.timestamp() * 1_000_000):x}-{account_id.hex[-12:]}"


def since(cursor: str | None, account_id: UUID, at: datetime) -> datetime | None:
    """From when on to look for changes; None where everything must be sent.

    Once a day (Shanghai) everything is: a new quarter, what is owed in it, and what grew older
    than a year change without any row changing.
    """
    if not cursor:
        return None
    instant, _, owner = cursor.partition("-")
    try:
        seen = datetime.fromtimestamp(int(instant, 16) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if owner != account_id.hex[-12:] or seen > at or shanghai_date(seen) != shanghai_date(at):
        return None
    return seen - OVERLAP
