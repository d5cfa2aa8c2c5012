"""From an assistant to his leader and back: handing over, giving back, and the end by signature.

Only the two know of a draft; to anybody else it is not there (decision 0024).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.user import User
from app.audit.service import record
from app.checklists.service import shelf_of, version_for_visit
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.entities.models import Entity
from app.errors import Conflict, NotFound
from app.inspections.draft_models import Stage, VisitDraft
from app.inspections.draft_wire import (
    DraftTaken,
    GivingBack,
    HandingOver,
    PersonNamed,
    VisitDraftContent,
    VisitDraftShown,
)
from app.inspections.photos import Shown, shas, shown_media
from app.inspections.shapes import Named
from app.media.service import NewLink, link, missing

UNDER_WAY = (Stage.WAITING, Stage.RETURNED)


class NobodyToSign(Conflict, slug="nobody-to-sign", title="没有签字的包保干部"):
    """An assistant whose account names no leader."""


class DraftSigned(Conflict, slug="draft-signed", title="领导已经签字"):
    """A draft that has become a record changes no more."""


class DraftMovedOn(Conflict, slug="draft-moved-on", title="协助人又交了一次"):
    """A return of another handing than the one that waits now."""


def hand_over(
    session: Session, id: UUID, body: HandingOver, *, by: User, at: datetime
) -> DraftTaken:
    """Give a draft to the leader; the same handing again changes nothing.

    Raises NotFound, NobodyToSign, DraftSigned, and Malformed for a checklist nobody knows.
    """
    if (again := _again(session, id, body, by)) is not None:
        return again
    if by.assists_id is None:
        raise NobodyToSign("这个账号没有对应的包保干部，请联系本级安全管理员。内容仍在手机上。")
    entity = session.exec(select(Entity).where(Entity.id == body.entity_id)).first()
    if entity is None:
        raise NotFound(
            "这家现在不在领导的包保名单里，没有交上去。内容仍在手机上，请联系街道食药安办调整匹配。"
        )
    for ref, pointer in [
        (body.checklist, "/checklist/version"),
        *((ref, f"/modules/{n}/version") for n, ref in enumerate(body.modules)),
    ]:
        shelf = shelf_of(session, (ref.id, ref.version))
        version_for_visit(ref.id, ref.version, shanghai_date(at), pointer, shelf)
    links = [_link(media, entity, by) for media in shown_media(body)]
    county = entity.county_code
    begin_write(session)
    if (again := _again(session, id, body, by, lock=True)) is not None:
        return again
    draft = session.get(VisitDraft, id) or VisitDraft(
        id=id,
        entity_id=body.entity_id,
        leader_id=by.assists_id,
        drafted_by=by.id,
        handing=body.handing,
        stage=Stage.WAITING,
        content={},
        handed_at=at,
    )
    draft.entity_id, draft.leader_id, draft.handing = body.entity_id, by.assists_id, body.handing
    draft.stage, draft.handed_at, draft.reason = Stage.WAITING, at, ""
    draft.content = body.model_dump(mode="json", exclude_unset=True, exclude={"handing"})
    session.add(draft)
    session.flush()
    promised = link(session, links)
    record(session, at, by, "draft.hand_over", "draft", id, county)
    return DraftTaken(id=id, handing=body.handing, handed_at=at, missing_media=promised)


def give_back(session: Session, id: UUID, order: GivingBack, *, by: User, at: datetime) -> None:
    """Return a draft to its assistant with the reason; repeated it changes nothing.

    Raises NotFound, DraftSigned, DraftMovedOn.
    """
    _of_leader(session, id, by)
    begin_write(session)
    draft = _of_leader(session, id, by, lock=True)
    if draft.stage is Stage.SIGNED:
        raise DraftSigned("这份督导表已经签字提交，不能再退回。")
    if draft.handing != order.handing:
        raise DraftMovedOn("协助人改过后又交了一次，请刷新后看新的一份。")
    if draft.stage is Stage.RETURNED:
        return
    draft.stage, draft.reason = Stage.RETURNED, order.reason
    session.add(draft)
    session.flush()
    record(session, at, by, "draft.give_back", "draft", id, reason=order.reason)


def drafts_of(session: Session, by: User) -> list[VisitDraftShown]:
    """What waits for this leader's signature, or what this assistant has under way."""
    own = col(VisitDraft.leader_id) == by.id, col(VisitDraft.stage) == Stage.WAITING
    his = col(VisitDraft.drafted_by) == by.id, col(VisitDraft.stage).in_(UNDER_WAY)
    return _shown(session, sa.or_(sa.and_(*own), sa.and_(*his)))


def one_draft(session: Session, id: UUID, by: User) -> VisitDraftShown:
    """A draft under way, for its two people.  Raises NotFound."""
    mine = sa.or_(col(VisitDraft.leader_id) == by.id, col(VisitDraft.drafted_by) == by.id)
    under_way = col(VisitDraft.stage).in_(UNDER_WAY)
    found = _shown(session, sa.and_(col(VisitDraft.id) == id, mine, under_way))
    if not found:
        raise _not_there()
    return found[0]


def _again(
    session: Session, id: UUID, body: HandingOver, by: User, *, lock: bool = False
) -> DraftTaken | None:
    draft = session.get(VisitDraft, id, with_for_update=lock or None, populate_existing=lock)
    if draft is None:
        return None
    if draft.drafted_by != by.id:
        raise _not_there()
    if draft.handing == body.handing:
        promised = missing(session, shas(shown_media(body)), by.owner)
        return DraftTaken(
            id=id, handing=draft.handing, handed_at=draft.handed_at, missing_media=promised
        )
    if draft.stage is Stage.SIGNED:
        raise DraftSigned("领导已经签字提交，这份不能再改。要更正，请告诉领导。")
    return None


def _of_leader(session: Session, id: UUID, by: User, *, lock: bool = False) -> VisitDraft:
    draft = session.get(VisitDraft, id, with_for_update=lock or None, populate_existing=lock)
    if draft is None or draft.leader_id != by.id:
        raise _not_there()
    return draft


def _shown(session: Session, which: sa.ColumnElement[bool]) -> list[VisitDraftShown]:
    leader, drafter = aliased(Account), aliased(Account)
    # By its table: the entity may have left the leader's list, and the draft is to be seen still.
    entity = table_of(Entity)
    rows = session.execute(
        sa.select(VisitDraft, entity.c.name, leader, drafter)
        .join(entity, entity.c.id == col(VisitDraft.entity_id))
        .join(leader, col(leader.id) == col(VisitDraft.leader_id))
        .join(drafter, col(drafter.id) == col(VisitDraft.drafted_by))
        .where(which)
        .order_by(col(VisitDraft.handed_at), col(VisitDraft.id))
    )
    return [_as_shown(*row) for row in rows]


def _as_shown(draft: VisitDraft, entity: str, leader: Account, drafter: Account) -> VisitDraftShown:
    return VisitDraftShown.model_validate(
        {
            **draft.model_dump(include={"id", "stage", "handing", "handed_at", "reason"}),
            "entity": Named(id=draft.entity_id, name=entity),
            "leader": _named(leader),
            "drafter": _named(drafter),
            "content": VisitDraftContent.model_validate(draft.content),
        }
    )


def _named(person: Account) -> PersonNamed:
    return PersonNamed(id=person.id, name=person.name, post=person.post)


def _link(media: Shown, entity: Entity, by: User) -> NewLink:
    place: dict[str, Any] = entity.model_dump(
        include={"region_code", "city_code", "county_code", "town_code"}
    )
    return NewLink(
        sha256=media.sha256, role=media.role, owner=by.owner, entity_id=entity.id, **place
    )


def _not_there() -> NotFound:
    return NotFound("没有这份代拟的督导表，或已经签字提交。请刷新后再看。")
