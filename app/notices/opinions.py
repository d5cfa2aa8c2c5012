"""意见建议 of anybody who reads a notice: taken without an account, handled by the 食药安办."""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, col, func, select

from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, insert_missing
from app.entities.models import Entity
from app.errors import Conflict, NotFound, TooMany
from app.ids import uuid7
from app.notices.models import Notice, Opinion, OpinionState
from app.settings import Settings

LONGEST, LONGEST_CONTACT = 500, 60
A_DAY_PER_NOTICE = 30
LASTS = timedelta(hours=24)
"""A page may lie open on a counter for so long."""


class OpinionRefused(Conflict, slug="opinion-refused"):
    """What was written cannot be taken; the sentence says what to do."""


@dataclass(frozen=True)
class Given:
    """What somebody wrote, and the seal of the form it came with."""

    seal: str
    text: str
    contact: str
    trap: str
    """A field that people do not see: only programs fill it in."""


class OpinionRow(BaseModel):
    """One as its office reads it."""

    id: UUID
    entity_id: UUID
    entity_name: str
    text: str
    contact: str
    received_at: datetime
    state: OpinionState
    note: str
    handled_by: str
    handled_at: datetime | None


class OpinionPage(BaseModel):
    """One page, the newest first."""

    items: list[OpinionRow]
    next: UUID | None
    waiting: int
    """Not read yet, a thousand at most."""


class Handling(BaseModel):
    """已阅, or 已办 with what was done."""

    state: Literal["read", "done"]
    note: str = Field(default="", max_length=300)


def new_seal(notice: Notice, settings: Settings, at: datetime) -> str:
    """What a form carries: its own id and hour, sealed for this notice alone.

    The id becomes the opinion's: sent twice, it is there once. Nobody without the page can make
    one, so that no other site sends forms through its readers.
    """
    told = f"{uuid7().hex}.{int(at.timestamp())}"
    return f"{told}.{_sealed(notice, told, settings)}"


def take(session: Session, notice: Notice, given: Given, settings: Settings, at: datetime) -> None:
    """Take an opinion on what a notice says.  Raises OpinionRefused, TooMany."""
    id = _opened(notice, given.seal, settings, at)
    text, contact = given.text.strip(), given.contact.strip()
    if given.trap:
        # Told the same as everybody: a program learns nothing from it.
        return
    if len(text) < 2:
        raise OpinionRefused("请写一两句意见建议再提交。")
    if len(text) > LONGEST or len(contact) > LONGEST_CONTACT:
        raise OpinionRefused(
            f"意见建议最多 {LONGEST} 字，联系方式最多 {LONGEST_CONTACT} 字，请删减后再提交。"
        )
    since = select(func.count()).where(
        Opinion.notice_id == notice.id, col(Opinion.received_at) > at - timedelta(days=1)
    )
    if session.exec(since).one() >= A_DAY_PER_NOTICE:
        raise TooMany(
            f"今天收到的意见已经很多，请明天再写，或打 {settings.hotline} 反映。",
            retry_after_s=3600,
        )
    entity = session.exec(select(Entity).where(Entity.id == notice.entity_id)).one()
    place = ("region_code", "city_code", "county_code", "town_code")
    row = {
        "id": id,
        "entity_id": entity.id,
        "notice_id": notice.id,
        "text": text,
        "contact": contact,
        "received_at": at,
        "state": OpinionState.NEW,
        "note": "",
        "handled_by": "",
    } | {name: getattr(entity, name) for name in place}
    begin_write(session)
    insert_missing(session, Opinion, [row])


def page(
    session: Session, state: OpinionState | None, *, cursor: UUID | None, limit: int
) -> OpinionPage:
    """Those within the session's scope."""
    query = select(Opinion, Entity.name).join(Entity, col(Entity.id) == col(Opinion.entity_id))
    if state is not None:
        query = query.where(Opinion.state == state)
    if cursor is not None:
        query = query.where(col(Opinion.id) < cursor)
    found = session.exec(query.order_by(col(Opinion.id).desc()).limit(limit + 1)).all()
    new = select(Opinion.id).where(Opinion.state == OpinionState.NEW).limit(1000)
    return OpinionPage(
        items=[_shown(one, name) for one, name in found[:limit]],
        next=found[limit - 1][0].id if len(found) > limit else None,
        waiting=len(session.exec(new).all()),
    )


def handle(session: Session, id: UUID, how: Handling, *, by: User, at: datetime) -> OpinionRow:
    """Mark one as 已阅 or 已办.  Raises NotFound, OpinionRefused."""
    if how.state == "done" and not how.note.strip():
        raise OpinionRefused("请写明怎么办的，再标为已办。")
    begin_write(session)
    one = session.exec(select(Opinion).where(Opinion.id == id).with_for_update()).first()
    if one is None:
        raise NotFound("没有这条意见建议，或不在权限范围内，请返回上一页刷新。")
    one.state, one.note = OpinionState(how.state), how.note.strip()
    one.handled_by, one.handled_at = by.name, at
    session.add(one)
    session.flush()
    record(session, at, by, f"opinion.{how.state}", "opinion", id, one.county_code)
    entity = session.exec(select(Entity).where(Entity.id == one.entity_id)).one()
    return _shown(one, entity.name)


def _shown(one: Opinion, entity_name: str) -> OpinionRow:
    return OpinionRow.model_validate(one.model_dump() | {"entity_name": entity_name})


def _sealed(notice: Notice, told: str, settings: Settings) -> str:
    seal = settings.seal("opinion", notice.id.bytes + told.encode())
    return base64.urlsafe_b64encode(seal[:18]).decode()


def _opened(notice: Notice, seal: str, settings: Settings, at: datetime) -> UUID:
    told, _, mac = seal.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _sealed(notice, told, settings).encode()):
        raise OpinionRefused("这一页打开得太久或不完整，请重新扫码后再写。")
    id, _, made = told.partition(".")
    if at - datetime.fromtimestamp(int(made), at.tzinfo) > LASTS:
        raise OpinionRefused("这一页打开得太久，请重新扫码后再写。")
    return UUID(id)
