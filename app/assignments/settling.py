"""Which visit of an entity counts in a quarter, and the visit that settles it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.assignments.models import Due
from app.assignments.rules import period_bounds
from app.db import table_of
from app.plain import Plain

# Plain statements, made once: every visit runs them, for an entity it was already held to.
_due = table_of(Due)
_OWED = (
    sa.select(_due.c.id)
    .where(
        _due.c.entity_id == sa.bindparam("entity"),
        _due.c.period <= sa.bindparam("upto"),
        _due.c.due_by >= sa.bindparam("first"),
        _due.c.done_at.is_(None),
        _due.c.dropped_at.is_(None),
    )
    .order_by(_due.c.period, _due.c.nth)
    .limit(1)
    .with_for_update()
)
_SETTLE = Plain(
    sa.update(_due)
    .where(_due.c.id == _OWED.scalar_subquery(), _due.c.done_at.is_(None))
    .values(done_inspection_id=sa.bindparam("by_visit"), done_at=sa.bindparam("settled_at"))
)


def due_of(session: Session, entity_ids: Iterable[UUID], period: str) -> dict[UUID, Due]:
    """Per entity the visit that counts in a quarter: the first still owed, else the last done."""
    first, _ = period_bounds(period)
    query = (
        select(Due)
        .where(
            col(Due.entity_id).in_(entity_ids),
            Due.period <= period,
            Due.due_by >= first,
            col(Due.dropped_at).is_(None),
        )
        .order_by(col(Due.period), col(Due.nth))
    )
    found: dict[UUID, Due] = {}
    for due in session.exec(query):
        if due.entity_id not in found or found[due.entity_id].done_at is not None:
            found[due.entity_id] = due
    return found


def settle_due(
    session: Session, entity_id: UUID, period: str, inspection_id: UUID, at: datetime
) -> None:
    """An inspection settles the first visit still owed in a quarter; once settled, for good.

    In the caller's write. A visit beyond what was owed settles nothing.
    """
    first, _ = period_bounds(period)
    known = {"entity": entity_id, "upto": period, "first": first}
    _SETTLE.rows(session, known | {"by_visit": inspection_id, "settled_at": at})


def hand_due(
    session: Session, entity_id: UUID, before: Collection[UUID], inspection_id: UUID | None
) -> bool:
    """What the records `before` have settled is settled by the one that took their place.

    With None it is owed again: that one does not count.  In the caller's write; gives whether
    they had settled anything.
    """
    settled = sa.update(_due).where(
        _due.c.entity_id == entity_id, _due.c.done_inspection_id.in_(before)
    )
    again = {"done_at": None} if inspection_id is None else {}
    found = session.execute(settled.values(done_inspection_id=inspection_id, **again))
    return bool(getattr(found, "rowcount", 0))
