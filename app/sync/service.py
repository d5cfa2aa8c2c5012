"""What is new for a person: their entities, issues and feedback, and what left their hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from app.accounts.guards import User
from app.accounts.me import me
from app.accounts.roles import Role
from app.assignments.models import Assignment, Due
from app.clock import shanghai_date
from app.db import table_of
from app.entities.models import Entity
from app.inspections.models import Inspection
from app.inspections.profiles import PRIOR
from app.ledger.facts import OPEN
from app.ledger.models import Feedback, Issue
from app.ledger.views import shown_many as issues_shown
from app.notices.models import Notice
from app.regions.scope import scope_of
from app.regions.units import units
from app.settings import get_settings
from app.sync import settings_view
from app.sync.cursor import cursor_at, since
from app.sync.entities import note_phones
from app.sync.entities import shown_many as entities_shown
from app.sync.models import FeedbackRow, SyncPage

_OF_PHONES = {Role.CADRE, Role.ASSISTANT}
_ASSIGN = {Role.STATION, Role.BUREAU, Role.OFFICE}
_FEEDBACK = timedelta(days=90)


@dataclass(frozen=True)
class _Rows:
    """What to show and what to drop."""

    entities: list[UUID]
    gone_entities: list[UUID]
    issues: list[Issue]
    gone_issues: list[UUID]


def changes(session: Session, cursor: str | None, *, by: User, at: datetime) -> SyncPage:
    """Everything since `cursor`, or everything there is."""
    after = since(cursor, by.id, at)
    today = shanghai_date(at)
    settings = get_settings()
    rows = _Rows([], [], [], [])
    if by.role in _OF_PHONES:
        rows = _rows(session, scope_of(session).cadre_id, after, at)
    page = SyncPage(
        cursor=cursor_at(at, by.id),
        server_time=at,
        full=after is None,
        me=me(session, by),
        period=settings_view.period_shown(today),
        entities=entities_shown(session, rows.entities, by=by, at=at),
        removed_entities=rows.gone_entities,
        issues=issues_shown(session, rows.issues, by, at),
        removed_issues=rows.gone_issues,
        feedback=_feedback(session, by, after, at),
        checklists=settings_view.checklist_pins(by, today),
        calendars=settings_view.calendars(today),
        contacts=settings_view.contacts(session, by, settings),
        units=units(session, scope_of(session), kind=None, region=None)
        if by.role in _ASSIGN
        else [],
        settings=settings_view.phone_settings(settings),
    )
    note_phones(session, page.entities, by=by, at=at)
    return page


def _rows(session: Session, cadre_id: UUID | None, after: datetime | None, at: datetime) -> _Rows:
    entities = select(Entity.id).order_by(col(Entity.name))
    issues = select(Issue).where(
        or_(
            col(Issue.state).in_(OPEN),
            col(Issue.closed_at) > at - PRIOR,
            (col(Issue.finder_id) == cadre_id) & (col(Issue.found_at) > at - PRIOR),
        )
    )
    if after is None:
        return _Rows(list(session.exec(entities)), [], list(session.exec(issues)), [])
    newly_his = select(Assignment.entity_id).where(col(Assignment.changed_at) > after)
    moved = or_(col(Issue.changed_at) > after, col(Issue.entity_id).in_(newly_his))
    gone = _handed_over(session, cadre_id, after)
    return _Rows(
        list(session.exec(entities.where(_touched(after)))),
        gone,
        list(session.exec(issues.where(moved))),
        _issues_of(session, gone, at),
    )


def _touched(after: datetime) -> ColumnElement[bool]:
    """Entities of which anything that the phone shows changed, not only their own row."""
    changed = (
        select(Assignment.entity_id).where(col(Assignment.changed_at) > after),
        select(Due.entity_id).where(col(Due.done_at) > after),
        select(Inspection.entity_id).where(col(Inspection.received_at) > after),
        select(Issue.entity_id).where(col(Issue.changed_at) > after),
        select(Notice.entity_id).where(
            or_(col(Notice.issued_at) > after, col(Notice.revoked_at) > after)
        ),
    )
    return or_(col(Entity.changed_at) > after, *(col(Entity.id).in_(ids) for ids in changed))


def _handed_over(session: Session, cadre_id: UUID | None, after: datetime) -> list[UUID]:
    """Entities this cadre answered for until lately.

    Plain tables, for the scope shows only what is his now.
    """
    ended = table_of(Assignment)
    now = ended.alias()
    gone = (
        sa.select(ended.c.entity_id)
        .where(
            ended.c.cadre_id == cadre_id,
            ended.c.valid_to.is_not(None),
            ended.c.changed_at > after,
            ~sa.exists().where(
                now.c.entity_id == ended.c.entity_id,
                now.c.cadre_id == cadre_id,
                now.c.valid_to.is_(None),
            ),
        )
        .distinct()
    )
    return list(session.execute(gone).scalars())


def _issues_of(session: Session, entities: list[UUID], at: datetime) -> list[UUID]:
    if not entities:
        return []
    issue = table_of(Issue)
    kept = sa.select(issue.c.id).where(
        issue.c.entity_id.in_(entities),
        sa.or_(issue.c.closed_at.is_(None), issue.c.closed_at > at - PRIOR - timedelta(days=31)),
    )
    return list(session.execute(kept).scalars())


def _feedback(
    session: Session, by: User, after: datetime | None, at: datetime
) -> list[FeedbackRow]:
    query = select(Feedback).where(
        col(Feedback.account_id) == by.id, col(Feedback.at) > at - _FEEDBACK
    )
    if after is not None:
        query = query.where(or_(col(Feedback.at) > after, col(Feedback.read_at) > after))
    found = session.exec(query.order_by(col(Feedback.at).desc()).limit(300))
    return [
        FeedbackRow(id=row.id, issue_id=row.issue_id, text=row.text, at=row.at, read_at=row.read_at)
        for row in found
    ]
