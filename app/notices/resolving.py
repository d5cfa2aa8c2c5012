"""What a code on a 公示牌 tells to whom: every code ever printed leads somewhere."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session, col, select

from app.accounts.roles import Role
from app.accounts.user import User
from app.clock import shanghai_date
from app.entities.models import Entity, EntityState
from app.entities.service import visible
from app.errors import NotFound
from app.notices import codes
from app.notices.facts import PublicFacts, facts_of, public_facts
from app.notices.models import Notice
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, Scope, scope_of, set_scope

REPLACED = "公示牌已更换"
GONE = frozenset(EntityState) - {EntityState.OPEN, EntityState.SUSPENDED, EntityState.DORMANT}
"""States in which nobody covers an entity any more."""


class NoticeNotFound(NotFound, slug="notice-not-found"):
    """No notice has this code."""

    def __init__(self) -> None:
        super().__init__("没有找到这块公示牌，请核对公示编号，或扫一扫牌上的二维码。")


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
    can_draft: bool
    refusal: str | None


class NoticeReplaced(BaseModel):
    """A notice that no longer counts; whoever may see its entity is led there all the same."""

    status: Literal["revoked"] = "revoked"
    detail: str = REPLACED
    entity_id: UUID | None = None
    can_inspect: bool = False
    can_draft: bool = False


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
    notice = by_code(session, code)
    if notice.revoked_at is not None:
        return notice, None
    return notice, public_facts(session, notice, shanghai_date(at).year)


def resolve(
    session: Session, code: str, *, hotline: str, by: User
) -> NoticeCurrent | NoticeReplaced:
    """What a signed-in person may know of a notice.

    A cadre who scans a neighbour's notice is told whose it is; a notice beyond the person's own
    county is not known to them. Where an entity is managed decides, wherever it was when the
    notice was printed.
    """
    own_scope = scope_of(session)
    set_scope(session, EVERYWHERE)
    notice = by_code(session, code)
    set_scope(session, _around(by))
    if session.exec(select(Entity.id).where(Entity.id == notice.entity_id)).first() is None:
        raise NoticeNotFound
    facts = facts_of(session, [notice.entity_id])[notice.entity_id]
    set_scope(session, own_scope)
    mine = session.exec(select(Entity.id).where(Entity.id == notice.entity_id)).first()
    can_inspect = by.role is Role.CADRE and facts.cadre_id in (by.id, *by.stands_for)
    can_draft = by.role is Role.ASSISTANT and facts.cadre_id == by.assists_id is not None
    if notice.revoked_at is not None:
        return NoticeReplaced(entity_id=mine, can_inspect=can_inspect, can_draft=can_draft)
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
        can_draft=can_draft,
        refusal=None if can_inspect or can_draft else _refusal(by, facts),
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
    return f"这家由{facts.cadre_name}包保。如需代为督导，请街道食药安办调整匹配。"


def by_code(session: Session, code: str) -> Notice:
    """The notice of a token or a short code, as far as the session sees.  Raises NoticeNotFound."""
    token, short_code = codes.as_token(code), codes.as_short_code(code)
    if token is None and short_code is None:
        raise NoticeNotFound
    which = Notice.token == token if token is not None else Notice.short_code == short_code
    found = session.exec(select(Notice).where(which)).first()
    if found is None:
        raise NoticeNotFound
    return found
