"""Printing notices: up to 200 at once; what their paper says is kept from then on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.entities.models import Entity
from app.errors import Conflict
from app.notices.facts import PublicFacts, facts_of
from app.notices.models import Notice
from app.notices.posters import MOST, Paper, Sheet
from app.notices.printed import as_printed, outdated
from app.notices.resolving import NoticeNotFound


class NoticeOutdated(Conflict, slug="notice-outdated", title="公示牌内容已变"):
    """A paper that was printed says something else by now: it takes a new version."""


class NoticesToPrint(BaseModel):
    """Which notices to print, and on what; they come in the order of place and name."""

    notices: list[UUID] = Field(min_length=1, max_length=MOST)
    paper: Paper = "a4"


def to_print(session: Session, order: NoticesToPrint, *, by: User, at: datetime) -> list[Sheet]:
    """The notices and what they say; from now on that is what their paper says.

    Raises NoticeNotFound for one beyond the session's scope or replaced, NoticeOutdated where an
    earlier paper of the same version says something else.
    """
    sheets = _sheets(session, order.notices, shanghai_date(at).year)
    stale = [sheet for sheet in sheets if outdated(sheet.notice.printed, sheet.facts)]
    if stale:
        raise NoticeOutdated(
            f"{stale[0].facts.name}{'' if len(stale) == 1 else f'等 {len(stale)} 家'}的公示牌"
            "内容已变。请先换发，再打印新的一版。"
        )
    begin_write(session)
    for sheet in sheets:
        _keep(session, sheet.notice, sheet.facts, at)
    record(session, at, by, "notice.print", "notices", count=len(sheets))
    return sheets


def _sheets(session: Session, ids: Sequence[UUID], year: int) -> list[Sheet]:
    query = (
        select(Notice)
        .join(Entity, col(Entity.id) == col(Notice.entity_id))
        .where(col(Notice.id).in_(ids), col(Notice.revoked_at).is_(None))
        .order_by(col(Entity.town_code), col(Entity.region_code), col(Entity.name), col(Notice.id))
    )
    found = session.exec(query).all()
    if len(found) < len(set(ids)):
        raise NoticeNotFound
    facts = facts_of(session, [notice.entity_id for notice in found], year)
    return [Sheet(notice, facts[notice.entity_id]) for notice in found]


def _keep(session: Session, notice: Notice, facts: PublicFacts, at: datetime) -> None:
    table = table_of(Notice)
    first = sa.func.coalesce(table.c.printed_at, at)
    session.execute(
        sa.update(table)
        .where(table.c.id == notice.id, table.c.revoked_at.is_(None))
        .values(printed=as_printed(facts), printed_at=first)
    )
