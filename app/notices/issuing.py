"""公示牌 issued, replaced and withdrawn by the 食药安办, one or many at once."""

from collections import defaultdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write
from app.entities.models import Entity
from app.entities.service import EntityNotFound
from app.errors import Conflict
from app.ids import uuid7
from app.notices import codes
from app.notices.models import Notice
from app.notices.posters import MOST
from app.notices.resolving import by_code, url_of

REPLACED_FOR = "换发新版"
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


class NoticeRevoked(Conflict, slug="notice-revoked"):
    """The notice was replaced or withdrawn before."""


class NoticeIssued(BaseModel):
    """A new notice, to be printed."""

    id: UUID
    token: str
    short_code: str
    url: str
    version: int


class ToIssue(BaseModel):
    """An entity, and the version that hung there when the office looked; 0 where there was none."""

    entity_id: UUID
    seen_version: int = Field(ge=0)


class IssueOrder(BaseModel):
    """New notices for many; asked twice, the second time issues nothing."""

    entities: list[ToIssue] = Field(min_length=1, max_length=MOST)
    reason: Reason = REPLACED_FOR


class Issued(BaseModel):
    """The notice that hangs at an entity now."""

    entity_id: UUID
    id: UUID
    version: int


class RevokeOrder(BaseModel):
    """Why a notice is withdrawn without a new one."""

    reason: Reason


def issue(
    session: Session, entity_id: UUID, *, public_url: str, by: User, at: datetime
) -> NoticeIssued:
    """A new notice for an entity; the ones that hung there before are replaced by it."""
    begin_write(session)
    [entity] = _locked(session, [entity_id])
    notice = _issued(session, entity, _before(session, [entity_id])[entity_id], REPLACED_FOR, at)
    record(session, at, by, "notice.issue", "entity", entity_id, entity.county_code)
    return NoticeIssued(
        id=notice.id,
        token=notice.token,
        short_code=notice.short_code,
        url=url_of(notice, public_url),
        version=notice.version,
    )


def issue_many(session: Session, order: IssueOrder, *, by: User, at: datetime) -> list[Issued]:
    """A new notice for each that still has the version seen; of the others the present one.

    Raises EntityNotFound where one of them is beyond the session's scope: then none is issued.
    """
    seen = {one.entity_id: one.seen_version for one in order.entities}
    begin_write(session)
    entities = _locked(session, list(seen))
    before = _before(session, list(seen))
    told = []
    for entity in entities:
        hangs = [notice for notice in before[entity.id] if notice.revoked_at is None]
        now = max(hangs, key=lambda notice: notice.version, default=None)
        if now is None or now.version == seen[entity.id]:
            now = _issued(session, entity, before[entity.id], order.reason, at)
            record(session, at, by, "notice.issue", "entity", entity.id, entity.county_code)
        told.append(Issued(entity_id=entity.id, id=now.id, version=now.version))
    return told


def revoke(session: Session, code: str, reason: str, *, by: User, at: datetime) -> None:
    """Withdraw a notice without a new one.  Raises NoticeNotFound, NoticeRevoked."""
    notice = by_code(session, code)
    begin_write(session)
    gone = sa.update(Notice).where(col(Notice.id) == notice.id, col(Notice.revoked_at).is_(None))
    changed: sa.CursorResult[None] = session.execute(  # type: ignore[assignment]
        gone.values(revoked_at=at, revoked_for=reason)
    )
    if not changed.rowcount:
        raise NoticeRevoked("这块公示牌已经更换或停用，不用再办。")
    record(
        session,
        at,
        by,
        "notice.revoke",
        "entity",
        notice.entity_id,
        notice.county_code,
        reason=reason,
    )


def _locked(session: Session, ids: list[UUID]) -> list[Entity]:
    """The entities, in the order in which everybody locks them."""
    query = select(Entity).where(col(Entity.id).in_(ids)).order_by(col(Entity.id))
    found = list(session.exec(query.with_for_update()))
    if len(found) < len(set(ids)):
        raise EntityNotFound
    return found


def _before(session: Session, ids: list[UUID]) -> dict[UUID, list[Notice]]:
    found: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in session.exec(select(Notice).where(col(Notice.entity_id).in_(ids))):
        found[notice.entity_id].append(notice)
    return found


def _issued(
    session: Session, entity: Entity, before: list[Notice], reason: str, at: datetime
) -> Notice:
    for old in before:
        if old.revoked_at is None:
            old.revoked_at, old.revoked_for = at, reason
            session.add(old)
    notice = Notice(
        id=uuid7(),
        entity_id=entity.id,
        token=codes.new_token(),
        short_code=_free_short_code(session),
        version=max((old.version for old in before), default=0) + 1,
        issued_at=at,
        region_code=entity.region_code,
        city_code=entity.city_code,
        county_code=entity.county_code,
        town_code=entity.town_code,
    )
    session.add(notice)
    session.flush()
    return notice


def _free_short_code(session: Session) -> str:
    """A short code no notice anywhere has; asked of the plain table, for scope hides some."""
    table = sa.inspect(Notice).local_table
    while True:
        code = codes.new_short_code()
        if session.execute(sa.select(table.c.id).where(table.c.short_code == code)).first() is None:
            return code
