"""催办 and 转办 told to units: one message for an order, however many issues it is for.

The word is left before the first issue is touched and falls due when the last has been; a process
that dies in between leaves it to be told a little later, of what was done until then.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.user import User
from app.db import insert_missing, table_of
from app.jobs.queue import hurry, put
from app.ledger.batch_models import Batch
from app.ledger.clauses import Clause, one_of_ids
from app.ledger.facts import Move

UNITS = "units"
"""The kind of job: units are told of an order."""
REMIND = "remind"
TOLD = frozenset({REMIND, Move.TRANSFER.value})
"""Orders that units are told of. What is 交办 to them waits in their list and in the digest."""
AT_THE_LATEST = timedelta(minutes=2)
_batch = table_of(Batch)


def leave_word(
    session: Session,
    order_id: UUID,
    move: str,
    note: str,
    steps: Mapping[UUID, UUID],
    by: User,
    *,
    due_at: datetime,
    at: datetime,
) -> None:
    """In the caller's write, leave word of an order; of the same order only once."""
    row: dict[str, Any] = {
        "id": order_id,
        "move": move,
        "by_id": by.id,
        "by_name": by.name,
        "note": note,
        "at": at,
        "steps": {str(issue_id): str(event_id) for issue_id, event_id in steps.items()},
    }
    insert_missing(session, Batch, [row])
    put(session, UNITS, str(order_id), {"batch": str(order_id)}, due_at=due_at, at=at)


def carried_out(session: Session, order_id: UUID, at: datetime) -> None:
    """In the caller's write: whoever is to be told of the order may be told now."""
    hurry(session, UNITS, str(order_id), at)


def in_batch(session: Session, order_id: UUID) -> Clause:
    """The issues of an order: what its message leads to."""
    found = session.execute(sa.select(_batch.c.steps).where(_batch.c.id == order_id)).scalar()
    ids = [UUID(issue_id) for issue_id in found or {}]
    return one_of_ids(ids) if ids else Clause("nowhere", sa.false)
