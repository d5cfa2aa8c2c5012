"""Entities as people see them: joined from the register, who covers them, ledger and notices."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.roles import May, Role, allowed
from app.accounts.user import User
from app.assignments.models import Due
from app.assignments.rules import period_bounds, period_of
from app.audit.service import record
from app.changes.vacancies import vacant
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.models import Entity
from app.entities.service import EntityFilter, EntityNotFound, matching
from app.entities.states import COVERED
from app.errors import Malformed
from app.regions.models import Level
from app.sync.entity_facts import Facts, contacts_of, notices_of, visits_of
from app.sync.entity_shapes import EntityPage, EntityRow, EntityShown

CAP = 1000
"""A list is never counted further."""

DueFilter = Literal["owed", "overdue", "done"]


def sees_phones(by: User) -> bool:
    """Whether numbers go out unmasked: a cadre's own entities, officials up to the county."""
    if not allowed(by.role, May.SEE_PHONES):
        return False
    own = by.role in (Role.CADRE, Role.ASSISTANT)
    return own or by.level not in (Level.PROVINCE, Level.CITY)


def rows_many(session: Session, entities: Sequence[Entity], at: datetime) -> list[EntityRow]:
    """List rows for entities already read, in their order; four statements however many."""
    ids = [entity.id for entity in entities]
    facts = Facts(session, entities, ids, at)
    return [EntityRow(**facts.row(entity)) for entity in entities]


def shown_many(
    session: Session, entity_ids: Collection[UUID], *, by: User, at: datetime
) -> list[EntityShown]:
    """Entities in full, in the order asked, eight statements however many.

    What the session may not see is left out.
    """
    if not entity_ids:
        return []
    found = {e.id: e for e in session.exec(select(Entity).where(col(Entity.id).in_(entity_ids)))}
    entities = [found[entity_id] for entity_id in entity_ids if entity_id in found]
    ids = list(found)
    facts = Facts(session, entities, ids, at)
    contacts = contacts_of(session, ids, masked=not sees_phones(by))
    visits, notices = visits_of(session, ids), notices_of(session, ids)
    shown = []
    for entity in entities:
        responsible = facts.responsible.get(entity.id)
        answering = responsible.id if responsible else None
        # Of what is vacant a cadre sees only that of somebody he stands in for.
        his = answering in (by.id, *by.stands_for) if answering else bool(by.stands_for)
        can_inspect = by.role is Role.CADRE and his
        can_draft = by.role is Role.ASSISTANT and answering == by.assists_id
        shown.append(
            EntityShown(
                **facts.row(entity),
                uscc=entity.uscc,
                licence_no=entity.licence_no,
                licence_valid_to=entity.licence_valid_to,
                flags=entity.flags,
                contacts=contacts[entity.id],
                notices=notices[entity.id] if can_inspect or can_draft else [],
                last_visits=visits[entity.id],
                can_inspect=can_inspect,
                standing_in=can_inspect and answering != by.id,
                can_draft=can_draft,
                profile=facts.profile(entity),
                changed_at=entity.changed_at,
            )
        )
    return shown


def page(
    session: Session,
    wanted: EntityFilter,
    due: DueFilter | None,
    *,
    unanswered: bool = False,
    cursor: str | None,
    limit: int,
    at: datetime,
) -> EntityPage:
    """One page of entities, by name."""
    query = matching(wanted)
    if due is not None:
        query = query.where(_due_is(due, at))
    if unanswered:
        query = query.where(col(Entity.state).in_(COVERED), vacant(col(Entity.id)))
    total = None
    if cursor is None:
        some = query.order_by(None).with_only_columns(col(Entity.id)).limit(CAP).subquery()
        total = session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    else:
        query = query.where(sa.tuple_(col(Entity.name), col(Entity.id)) > _place(cursor))
    found = list(session.exec(query.limit(limit + 1)))
    more = found[limit - 1] if len(found) > limit else None
    rows = rows_many(session, found[:limit], at)
    return EntityPage(items=rows, next=_cursor(more) if more else None, total=total)


def one(session: Session, entity_id: UUID, *, by: User, at: datetime) -> EntityShown:
    """One entity in full; numbers that go out unmasked leave a line in the audit trail."""
    shown = shown_many(session, [entity_id], by=by, at=at)
    if not shown:
        raise EntityNotFound
    note_phones(session, shown, by=by, at=at)
    return shown[0]


def note_phones(session: Session, shown: Sequence[EntityShown], *, by: User, at: datetime) -> None:
    """Write to the audit trail that numbers of these entities went out unmasked, if they did."""
    told = [entity.id for entity in shown if any(contact.phone for contact in entity.contacts)]
    if not told or not sees_phones(by):
        return
    begin_write(session)
    if len(told) == 1:
        record(session, at, by, "phones.read", "entity", told[0])
    else:
        record(session, at, by, "phones.read", "entity", entities=told)


def _due_is(due: DueFilter, at: datetime) -> sa.ColumnElement[bool]:
    today = shanghai_date(at)
    period = period_of(today)
    first, _ = period_bounds(period)
    owed = (
        sa.select(col(Due.id))
        .where(
            col(Due.entity_id) == col(Entity.id),
            col(Due.period) <= period,
            col(Due.due_by) >= first,
            col(Due.dropped_at).is_(None),
        )
        .correlate(Entity)
    )
    open_ones = owed.where(col(Due.done_at).is_(None))
    match due:
        case "owed":
            return open_ones.exists()
        case "overdue":
            return open_ones.where(col(Due.due_by) < today).exists()
        case "done":
            return owed.exists() & ~open_ones.exists()


def _cursor(last: Entity) -> str:
    return urlsafe_b64encode(json.dumps([last.name, str(last.id)]).encode()).decode()


def _place(cursor: str) -> tuple[str, UUID]:
    try:
        name, last = json.loads(urlsafe_b64decode(cursor))
        return str(name), UUID(last)
    except (ValueError, TypeError, AttributeError):
        detail = "翻页位置不对，请从第一页重新打开。"
        raise Malformed(detail, errors=[{"pointer": "/cursor", "detail": "不认识"}]) from None
