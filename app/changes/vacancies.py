"""Entities that nobody answers for: since when, and red after 7 working days."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.assignments.responsible import answers
from app.changes import clocks
from app.changes.listing import shorts
from app.changes.orders import Vacancy, VacancyPage, VacantWhy
from app.changes.wire import ClockShown
from app.clock import shanghai_date
from app.db import table_of
from app.entities.models import Entity
from app.entities.states import COVERED
from app.errors import Malformed
from app.ledger.calendars import get_calendar

_account, _assignment = table_of(Account), table_of(Assignment)


def vacant(entity_id: Any) -> sa.ColumnElement[bool]:
    """Whether nobody who can sign in answers for an entity."""
    answering = (
        sa.exists()
        .where(
            _assignment.c.entity_id == entity_id,
            _account.c.id == _assignment.c.cadre_id,
            answers(_assignment.c.valid_to, _account.c.disabled_at),
        )
        .correlate_except(_assignment, _account)
    )
    return sa.not_(answering)


def page(session: Session, *, cursor: str | None, limit: int, at: datetime) -> VacancyPage:
    """Vacancies within scope, the longest first; totals on every page."""
    since = _since(session)
    wanted = sa.select(col(Entity.id), since.label("since")).where(
        col(Entity.state).in_(COVERED), vacant(col(Entity.id))
    )
    calendar, today = get_calendar(session), shanghai_date(at)
    known = wanted.subquery()
    red_before = _red_before(today, session)
    total, late = session.execute(
        sa.select(sa.func.count(), sa.func.count(sa.case((known.c.since < red_before, 1))))
    ).one()
    if cursor is not None:
        wanted = wanted.where(sa.tuple_(since, col(Entity.id)) > _place(cursor))
    found = session.execute(wanted.order_by(since, col(Entity.id)).limit(limit + 1)).all()
    rows = found[:limit]
    last = _before(session, [row[0] for row in rows])
    entities = shorts(session, {row[0] for row in rows})
    items = []
    for entity_id, began in rows:
        before, why = last.get(entity_id, ("", "never"))
        term = clocks.clock(began, clocks.VACANT_AT_MOST, None, today, calendar)
        items.append(
            Vacancy(
                entity=entities[entity_id],
                since=began,
                clock=ClockShown.of(term),
                before=before,
                why=why,
            )
        )
    following = _cursor(*rows[-1]) if len(found) > limit else None
    return VacancyPage(items=items, next=following, total=total, late=late)


def vacant_since(session: Session, entity_id: UUID) -> date | None:
    """Since when nobody answers for an entity that is to be covered; None where somebody does."""
    query = sa.select(_since(session)).where(
        col(Entity.id) == entity_id, col(Entity.state).in_(COVERED), vacant(col(Entity.id))
    )
    since: date | None = session.execute(query).scalar_one_or_none()
    return since


def _since(session: Session) -> sa.ColumnElement[date]:
    """Since when nobody answers: an account switched off, a cadre gone, or from the start."""
    switched_off = (
        sa.select(_shanghai_day(session, _account.c.disabled_at))
        .join(_assignment, _assignment.c.cadre_id == _account.c.id)
        .where(_assignment.c.entity_id == col(Entity.id), _assignment.c.valid_to.is_(None))
    )
    gone = sa.select(sa.func.max(_assignment.c.valid_to)).where(
        _assignment.c.entity_id == col(Entity.id)
    )
    return sa.func.coalesce(
        switched_off.correlate(Entity).scalar_subquery(),
        gone.correlate(Entity).scalar_subquery(),
        col(Entity.active_from),
        _shanghai_day(session, col(Entity.changed_at)),
        type_=sa.Date(),
    )


def _shanghai_day(session: Session, instant: Any) -> sa.ColumnElement[date]:
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.date(instant, "+8 hours", type_=sa.Date())
    return sa.cast(sa.func.timezone("Asia/Shanghai", instant), sa.Date)


def _red_before(today: date, session: Session) -> date:
    """The first day of vacancy that is not yet red."""
    calendar, day = get_calendar(session), today
    while calendar.between(day, today) <= clocks.VACANT_AT_MOST:
        day = date.fromordinal(day.toordinal() - 1)
    return date.fromordinal(day.toordinal() + 1)


def _before(session: Session, ids: list[UUID]) -> dict[UUID, tuple[str, VacantWhy]]:
    """Who answered last for these vacant entities, and why he does so no longer."""
    tenures = (
        sa.select(_assignment.c.entity_id, _assignment.c.valid_to, _account.c.name)
        .join(_account, _account.c.id == _assignment.c.cadre_id)
        .where(_assignment.c.entity_id.in_(ids))
        .order_by(_assignment.c.valid_from, _assignment.c.changed_at)
    )
    return {
        row.entity_id: (row.name, "disabled" if row.valid_to is None else "left")
        for row in session.execute(tenures)
    }


def _cursor(entity_id: UUID, since: date) -> str:
    return urlsafe_b64encode(json.dumps([str(since), str(entity_id)]).encode()).decode()


def _place(cursor: str) -> Any:
    try:
        since, last = json.loads(urlsafe_b64decode(cursor))
        return sa.tuple_(
            sa.literal(date.fromisoformat(since), sa.Date()), sa.literal(UUID(last), sa.Uuid())
        )
    except (ValueError, TypeError, AttributeError):
        detail = "翻页位置不对，请从第一页重新打开。"
        raise Malformed(detail, errors=[{"pointer": "/cursor", "detail": "不认识"}]) from None
