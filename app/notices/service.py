"""公示牌: issued, replaced, revoked, and what a code on one tells to whom."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session, col, select

from app.accounts.roles import Role
from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.models import Entity
from app.entities.service import visible
from app.errors import Conflict, NotFound
from app.ids import uuid7
from app.notices import codes
from app.notices.facts import PublicFacts, facts_of, public_facts
from app.notices.models import Notice
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, Scope, scope_of, set_scope

REPLACED = "公示牌已更换"


class NoticeNotFound(NotFound, slug="notice-not-found"):
    """No notice has this code."""

    def __init__(self) -> None:
        super().__init__("没有找到这块公示牌，请核对公示编号，或扫一扫牌上的二维码。")


class NoticeRevoked(Conflict, slug="notice-revoked"):
    """The notice was replaced or withdrawn before."""


class NoticeIssued(BaseModel):
    """A new notice, to be printed."""

    id: UUID
    token: str
    short_code: str
    url: str
    version: int


class Person(BaseModel):
    """Someone named on the notice."""

    name: str
    post: str


class Named(BaseModel):
    """The enterprise's people: who they are, never how to call them."""

    role: str
    name: str


class NoticeCurrent(BaseModel):
    """What a signed-in person may know of a notice."""

    status: Literal["current"] = "current"
    entity_name: str
    address: str
    kind: str
    baobao_grade: str
    responsible: Person | None
    contacts: list[Named]
    issuer: str
    issued_on: date
    version: int
    hotline: str
    office_phone: str
    entity_id: UUID | None
    can_inspect: bool
    refusal: str | None


class NoticeReplaced(BaseModel):
    """A notice that no longer counts."""

    status: Literal["revoked"] = "revoked"
    detail: str = REPLACED


def issue(
    session: Session, entity_id: UUID, *, public_url: str, by: User, at: datetime
) -> NoticeIssued:
    """A new notice for an entity; the ones that hung there before are replaced by it."""
    visible(session, entity_id)
    begin_write(session)
    # Whoever else issues one for this entity at the same time waits here.
    entity = session.exec(select(Entity).where(Entity.id == entity_id).with_for_update()).one()
    before = session.exec(select(Notice).where(Notice.entity_id == entity_id)).all()
    for old in before:
        if old.revoked_at is None:
            old.revoked_at = at
            session.add(old)
    notice = Notice(
        id=uuid7(),
        entity_id=entity_id,
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
    record(session, at, by, "notice.issue", "entity", entity_id, entity.county_code)
    return NoticeIssued(
        id=notice.id,
        token=notice.token,
        short_code=notice.short_code,
        url=url_of(notice, public_url),
        version=notice.version,
    )


def revoke(session: Session, code: str, *, by: User, at: datetime) -> None:
    """Withdraw a notice without a new one."""
    notice = _by_code(session, code)
    if notice.revoked_at is not None:
        raise NoticeRevoked("这块公示牌已经更换或停用，不用再办。")
    begin_write(session)
    gone = sa.update(Notice).where(col(Notice.id) == notice.id, col(Notice.revoked_at).is_(None))
    session.execute(gone.values(revoked_at=at))
    record(session, at, by, "notice.revoke", "entity", notice.entity_id, notice.county_code)


def current_of(session: Session, entity_id: UUID) -> Notice:
    """The notice that hangs at an entity now.  Raises NoticeNotFound."""
    visible(session, entity_id)
    query = select(Notice).where(Notice.entity_id == entity_id, col(Notice.revoked_at).is_(None))
    notice = session.exec(query.order_by(col(Notice.version).desc())).first()
    if notice is None:
        raise NoticeNotFound
    return notice


def url_of(notice: Notice, public_url: str) -> str:
    """What the QR code says."""
    return f"{public_url.rstrip('/')}/n/{notice.token}"


def public_notice(
    session: Session, code: str, *, at: datetime
) -> tuple[Notice, PublicFacts | None]:
    """A notice and what it says to anybody; nothing but the notice if it was replaced.

    The session sees everything from here on: call it for a page that needs no account.
    """
    set_scope(session, EVERYWHERE)
    notice = _by_code(session, code)
    if notice.revoked_at is not None:
        return notice, None
    return notice, public_facts(session, notice, shanghai_date(at).year)


def resolve(
    session: Session, code: str, *, hotline: str, by: User
) -> NoticeCurrent | NoticeReplaced:
    """What a signed-in person may know of a notice.

    A cadre who scans a neighbour's notice is told whose it is; a notice beyond the person's own
    county is not known to them.
    """
    own_scope = scope_of(session)
    set_scope(session, _around(by))
    notice = _by_code(session, code)
    if notice.revoked_at is not None:
        return NoticeReplaced()
    facts = facts_of(session, [notice.entity_id])[notice.entity_id]
    set_scope(session, own_scope)
    mine = session.exec(select(Entity.id).where(Entity.id == notice.entity_id)).first()
    can_inspect = by.role is Role.CADRE and facts.cadre_id in (by.id, *by.stands_for)
    return NoticeCurrent(
        entity_name=facts.name,
        address=facts.address,
        kind=facts.kind,
        baobao_grade=facts.grade,
        responsible=Person(name=facts.cadre_name, post=facts.cadre_post)
        if facts.cadre_id
        else None,
        contacts=[Named(role=person.role, name=person.name) for person in facts.people],
        issuer=facts.issuer,
        issued_on=shanghai_date(notice.issued_at),
        version=notice.version,
        hotline=hotline,
        office_phone=facts.office_phone,
        entity_id=mine,
        can_inspect=can_inspect,
        refusal=None if can_inspect else _refusal(by, facts),
    )


def _around(by: User) -> Scope:
    """The county of a person who has one, else all they are placed over; no rows for others."""
    if by.role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR):
        return Scope()
    if by.county_code:
        return Scope(level=Level.COUNTY, region_code=by.county_code)
    return Scope(level=by.level, region_code=by.region_code)


def _refusal(by: User, facts: PublicFacts) -> str | None:
    if by.role not in (Role.CADRE, Role.ASSISTANT):
        return None
    if facts.cadre_id is None:
        return "这家还没有包保干部，请联系街道食药安办确定匹配后再督导。"
    if by.role is Role.ASSISTANT and facts.cadre_id == by.assists_id:
        return f"这家由{facts.cadre_name}包保，督导须由包保干部本人的账号提交。"
    return f"这家由{facts.cadre_name}包保。如需代为督导，请街道食药安办调整匹配。"


def _by_code(session: Session, code: str) -> Notice:
    token, short_code = codes.as_token(code), codes.as_short_code(code)
    if token is None and short_code is None:
        raise NoticeNotFound
    which = Notice.token == token if token is not None else Notice.short_code == short_code
    found = session.exec(select(Notice).where(which)).first()
    if found is None:
        raise NoticeNotFound
    return found


def _free_short_code(session: Session) -> str:
    """A short code no notice anywhere has; asked of the plain table, for scope hides some."""
    table = sa.inspect(Notice).local_table
    while True:
        code = codes.new_short_code()
        if session.execute(sa.select(table.c.id).where(table.c.short_code == code)).first() is None:
            return code
