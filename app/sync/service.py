"""What is new for a person: their entities, issues and feedback, and what left their hands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from app.accounts.guards import User
from app.accounts.me import me
from app.accounts.roles import Role
from app.assignments.models import Assignment
from app.clock import shanghai_date
from app.db import table_of
from app.inspections.draft_wire import VisitDraftShown
from app.inspections.drafts import drafts_of
from app.inspections.profiles import PRIOR
from app.ledger.facts import OPEN
from app.ledger.models import Feedback, Issue
from app.ledger.views import shown_many as issues_shown
from app.regions.scope import scope_of
from app.regions.units import units
from app.reminders.mailbox import MessageShown, messages
from app.settings import get_settings
from app.sync import settings_view
from app.sync.changes import Position, forget_old, has_changed, position
from app.sync.cursor import Run, read, word
from app.sync.entities import note_phones
from app.sync.entities import shown_many as entities_shown
from app.sync.models import FeedbackRow, SyncPage

_OF_PHONES = {Role.CADRE, Role.ASSISTANT}
_ASSIGN = {Role.STATION, Role.BUREAU, Role.OFFICE}
_FEEDBACK = timedelta(days=90)
PAGE = 60
"""Entities in an answer: small enough that one gets through between two cuts of a slow line."""


@dataclass(frozen=True)
class _Page:
    """Entities to tell of, as they are now or as gone; whether more are to come."""

    ids: list[UUID]
    more: bool


def changes(
    session: Session, cursor: str | None, *, by: User, at: datetime, limit: int = PAGE
) -> SyncPage:
    """One page of everything since `cursor`, or of everything there is.

    An entity comes whole, with all its issues that a phone keeps: others of it are to be dropped.
    """
    # Before anything is read: what is committed from here on belongs to the next run.
    run = read(cursor, by, position(session, at))
    today = shanghai_date(at)
    settings = get_settings()
    page = _Page([], more=False)
    if by.role in _OF_PHONES:
        scope = scope_of(session)
        his = (scope.cadre_id, *scope.also) if scope.cadre_id else ()
        page = _page(session, his, run, limit)
    entities = entities_shown(session, page.ids, by=by, at=at)
    here = {entity.id for entity in entities}
    told = SyncPage(
        cursor=word(run, by, after=page.ids[-1] if page.more else None),
        more=page.more,
        run=run.name,
        server_time=at,
        full=run.since is None,
        me=me(session, by),
        period=settings_view.period_shown(today),
        entities=entities,
        removed_entities=[id for id in page.ids if id not in here],
        issues=issues_shown(session, _issues(session, here, at), by, at),
        feedback=[] if page.more else _feedback(session, by, run.since, at),
        messages=None if page.more else _messages(session, by, run.since, at),
        drafts=None if page.more else _drafts(session, by, run.since),
        checklists=settings_view.checklist_pins(session, by, today),
        calendars=settings_view.calendars(session, today),
        contacts=settings_view.contacts(session, by, settings),
        units=units(session, scope_of(session), kind=None, region=None)
        if by.role in _ASSIGN
        else [],
        settings=settings_view.phone_settings(settings),
    )
    note_phones(session, told.entities, by=by, at=at)
    if told.full and not told.more:
        forget_old(session, at)
    return told


def _page(session: Session, cadres: Collection[UUID], run: Run, limit: int) -> _Page:
    """Entities that these cadres, he and whom he stands in for, answer for.

    With `since` those that changed, former ones included.

    Plain tables, for the scope shows only what is his now.
    """
    his = table_of(Assignment)
    query = sa.select(his.c.entity_id).where(his.c.cadre_id.in_(cadres)).distinct()
    if run.since is None:
        query = query.where(his.c.valid_to.is_(None))
    else:
        query = query.where(
            sa.or_(
                has_changed(his.c.entity_id, run.since),
                _aged(his.c.entity_id, run.since.at, run.upto.at),
            )
        )
    if run.after is not None:
        query = query.where(his.c.entity_id > run.after)
    found = list(session.execute(query.order_by(his.c.entity_id).limit(limit + 1)).scalars())
    return _Page(found[:limit], more=len(found) > limit)


def _aged(entity_id: ColumnElement[UUID], since: datetime, upto: datetime) -> ColumnElement[bool]:
    """Whether an issue of the entity grew too old to be kept or counted in between."""
    issue = table_of(Issue)
    return sa.exists().where(
        issue.c.entity_id == entity_id,
        sa.or_(
            *(
                column.between(since - PRIOR, upto - PRIOR)
                for column in (issue.c.closed_at, issue.c.found_at)
            )
        ),
    )


def _issues(session: Session, entities: Collection[UUID], at: datetime) -> list[Issue]:
    """What a phone keeps of these entities: open ones, and those closed within a year."""
    if not entities:
        return []
    kept = or_(
        col(Issue.state).in_(OPEN),
        col(Issue.closed_at) > at - PRIOR,
        col(Issue.state).not_in(OPEN)
        & col(Issue.closed_at).is_(None)
        & (col(Issue.found_at) > at - PRIOR),
    )
    query = select(Issue).where(col(Issue.entity_id).in_(entities), kept)
    return list(session.exec(query.order_by(col(Issue.number))))


def _feedback(
    session: Session, by: User, since: Position | None, at: datetime
) -> list[FeedbackRow]:
    query = select(Feedback).where(
        col(Feedback.account_id) == by.id, col(Feedback.at) > at - _FEEDBACK
    )
    if since is not None:
        query = query.where(has_changed(sa.literal(by.id, sa.Uuid()), since))
    found = session.exec(query.order_by(col(Feedback.at).desc()).limit(300))
    return [
        FeedbackRow(id=row.id, issue_id=row.issue_id, text=row.text, at=row.at, read_at=row.read_at)
        for row in found
    ]


def _drafts(session: Session, by: User, since: Position | None) -> list[VisitDraftShown] | None:
    if by.role not in _OF_PHONES or not _told_since(session, by, since):
        return None
    return drafts_of(session, by)


def _messages(
    session: Session, by: User, since: Position | None, at: datetime
) -> list[MessageShown] | None:
    return messages(session, by=by, at=at) if _told_since(session, by, since) else None


def _told_since(session: Session, by: User, since: Position | None) -> bool:
    """Whether anything changed for the account itself."""
    if since is None:
        return True
    changed = sa.select(has_changed(sa.literal(by.id, sa.Uuid()), since))
    return bool(session.execute(changed).scalar_one())
