"""Visits owed by one entity whose state changed: dropped, settled, or owed again."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments import service, settling
from app.assignments.models import Due
from app.assignments.rules import period_bounds, period_of, visits_owed
from app.db import insert_missing, table_of
from app.entities.models import Entity

_due = table_of(Due)


def _running(entity_id: UUID, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    first, _ = period_bounds(period_of(today))
    return (
        _due.c.entity_id == entity_id,
        _due.c.due_by >= first,
        _due.c.done_at.is_(None),
    )


def drop_owed(session: Session, entity_id: UUID, *, today: date, at: datetime) -> int:
    """What the running cycle still asks for is asked no longer, in the caller's write.

    Gives how many visits that were.
    """
    owed = (*_running(entity_id, today), _due.c.dropped_at.is_(None))
    dropped = session.execute(sa.update(_due).where(*owed).values(dropped_at=at))
    return int(getattr(dropped, "rowcount", 0))


def settle_once(
    session: Session, entity_id: UUID, inspection_id: UUID, *, found_on: date, at: datetime
) -> None:
    """A visit that counts after all settles what was owed, in the caller's write.

    One that has settled something already settles nothing more.
    """
    by_it = sa.select(_due.c.id).where(_due.c.done_inspection_id == inspection_id)
    if session.execute(by_it.limit(1)).first() is None:
        settling.settle_due(session, entity_id, period_of(found_on), inspection_id, at)


def owe_again(session: Session, entity: Entity, *, today: date) -> int:
    """Back in business: the visits of the running cycle by the 30-day rule, in the caller's write.

    Gives how many are owed now.
    """
    rules = service.rules_of(session)
    owed = visits_owed(service.facts_of(entity), rules, period_of(today))
    owed = [visit for visit in owed if visit.due_by >= today]
    for visit in owed:
        session.execute(
            sa.update(_due)
            .where(
                *_running(entity.id, today),
                _due.c.period == visit.period,
                _due.c.nth == visit.nth,
            )
            .values(dropped_at=None)
        )
    insert_missing(session, Due, [service.due_row(entity, visit) for visit in owed])
    return len(owed)
