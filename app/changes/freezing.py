"""Freezing a quarter: the register, who answered and what was done, as of its last day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.assignments.models import Assignment, Due
from app.assignments.rules import period_bounds
from app.assignments.snapshots import QuarterFreeze, QuarterSnapshot
from app.clock import end_of_day
from app.db import begin_write, insert_rows, table_of
from app.entities.history import EntityGradeChange, EntityStateChange
from app.entities.models import Entity
from app.entities.states import COVERED
from app.errors import Conflict
from app.ledger.events import PLACE

BATCH = 2000
_account, _assignment, _due = table_of(Account), table_of(Assignment), table_of(Due)
_entity, _graded, _state = (
    table_of(Entity),
    table_of(EntityGradeChange),
    table_of(EntityStateChange),
)


class QuarterNotOver(Conflict, slug="quarter-not-over", title="本季度还没结束"):
    """What is still going on is not frozen."""


def freeze(session: Session, period: str, at: datetime) -> QuarterFreeze:
    """Write the snapshot of a quarter that is over; of one already frozen, give what was written.

    Begins the write.  Raises QuarterNotOver, ValueError for no quarter.
    """
    first, last = period_bounds(period)
    if at < end_of_day(last):
        raise QuarterNotOver(f"{period} 还没结束，过了 {last:%Y-%m-%d} 再固定。")
    begin_write(session)
    if known := session.get(QuarterFreeze, period):
        return known
    frozen = QuarterFreeze(period=period, frozen_at=at, entities=0, owed=0, done=0)
    session.add(frozen)
    # Whoever freezes it at the same time fails here, before anything else is written.
    session.flush()
    for entities in _batches(session):
        rows = _rows(session, period, entities, first, last)
        insert_rows(session, QuarterSnapshot, rows)
        frozen.entities += len(rows)
        frozen.owed += sum(row["owed"] for row in rows)
        frozen.done += sum(row["done"] for row in rows)
    session.add(frozen)
    session.flush()
    return frozen


def _batches(session: Session) -> Iterator[Sequence[Any]]:
    after: UUID | None = None
    while True:
        query = sa.select(_entity).order_by(_entity.c.id).limit(BATCH)
        if after is not None:
            query = query.where(_entity.c.id > after)
        found = session.execute(query).all()
        if not found:
            return
        yield found
        after = found[-1].id


def _rows(
    session: Session, period: str, entities: Sequence[Any], first: date, last: date
) -> list[dict[str, Any]]:
    ids = [entity.id for entity in entities]
    owed = _owed(session, ids, first, last)
    cadres = _responsible(session, ids, last)
    states = _as_of(session, _state, ("from_state", "to_state"), ids, last)
    grades = _as_of(session, _graded, ("from_grade", "to_grade"), ids, last)
    rows = []
    for entity in entities:
        state = states.get(entity.id, entity.state)
        due = owed.get(entity.id)
        # What was gone by then and owed nothing is no part of the quarter.
        if due is None and state not in COVERED:
            continue
        cadre = cadres.get(entity.id)
        rows.append(
            {
                "period": period,
                "entity_id": entity.id,
                "entity_name": entity.name,
                "grade": grades.get(entity.id, entity.baobao_grade),
                "business_type": entity.business_type,
                "state": str(state),
                "cadre_id": cadre.cadre_id if cadre else None,
                "cadre_name": cadre.name if cadre else "",
                "cadre_post": cadre.post if cadre else "",
                "level": str(cadre.level) if cadre else "",
                "owed": due.owed if due else 0,
                "done": due.done if due else 0,
                **{name: getattr(due or entity, name) for name in PLACE},
            }
        )
    return rows


def _owed(session: Session, ids: list[UUID], first: date, last: date) -> dict[UUID, Any]:
    """Visits whose day lay in the quarter, and how many of them were settled before its end."""
    end = end_of_day(last)
    in_time = sa.and_(_due.c.done_at.is_not(None), _due.c.done_at < end)
    query = (
        sa.select(
            _due.c.entity_id,
            *(sa.func.max(_due.c[name]).label(name) for name in PLACE),
            sa.func.count().label("owed"),
            sa.func.count(sa.case((in_time, 1))).label("done"),
        )
        .where(
            _due.c.entity_id.in_(ids),
            _due.c.due_by.between(first, last),
            # Dropped only afterwards: at the end of the quarter it was still owed.
            sa.or_(_due.c.dropped_at.is_(None), _due.c.dropped_at >= end),
        )
        .group_by(_due.c.entity_id)
    )
    return {row.entity_id: row for row in session.execute(query)}


def _responsible(session: Session, ids: list[UUID], day: date) -> Mapping[UUID, Any]:
    """Who answered for each entity on a day."""
    query = (
        sa.select(
            _assignment.c.entity_id,
            _assignment.c.cadre_id,
            _assignment.c.level,
            _account.c.name,
            _account.c.post,
        )
        .join(_account, _account.c.id == _assignment.c.cadre_id)
        .where(
            _assignment.c.entity_id.in_(ids),
            _assignment.c.valid_from <= day,
            sa.or_(_assignment.c.valid_to.is_(None), _assignment.c.valid_to > day),
        )
    )
    return {row.entity_id: row for row in session.execute(query)}


def _as_of(
    session: Session, table: sa.Table, names: tuple[str, str], ids: list[UUID], day: date
) -> dict[UUID, Any]:
    """What a thing was at the end of a day, of entities whose changes say so."""
    end = end_of_day(day)
    before, after = (table.c[name] for name in names)
    query = sa.select(table.c.entity_id, table.c.at, before, after).where(
        table.c.entity_id.in_(ids)
    )
    found: dict[UUID, Any] = {}
    settled: set[UUID] = set()
    for entity_id, at, was, became in session.execute(query.order_by(table.c.at, table.c.id)):
        if at < end:
            found[entity_id] = became
        elif entity_id not in found and entity_id not in settled:
            # The first change after that day tells what it was before.
            found[entity_id] = was
        settled.add(entity_id)
    return found
