"""An issue found outside a visit, registered by an official (DECISIONS 4)."""

import datetime as dt
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, StringConstraints
from sqlmodel import Session, SQLModel, col

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.models import Entity
from app.errors import Malformed, NotFound
from app.ids import digest
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import due
from app.ledger.facts import OPEN, Severity
from app.ledger.findings import EntitySnapshot, Finding
from app.ledger.models import Issue, IssueEvent
from app.ledger.moving import OrderDiffers
from app.ledger.opening import open_issues
from app.ledger.orders import DeviceTime, Photos, Storable
from app.ledger.steps import issue_or_404

TERMS = {
    Severity.MINOR: (10, "workday"),
    Severity.MAJOR: (5, "workday"),
    Severity.CRITICAL: (0, "immediate"),
}
"""How long each severity gets outside a checklist; the items' own terms lie around these."""

_WORDS = {
    Severity.MINOR: "一般问题 10 个工作日",
    Severity.MAJOR: "较重问题 5 个工作日",
    Severity.CRITICAL: "重大问题当日整改",
}

REPEAT_WITHIN = timedelta(days=365)


def _text(most: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


class NewIssue(SQLModel):
    """What an official saw; `id` is made by the sender, so that it may be sent twice."""

    id: UUID
    entity_id: UUID
    item_code: Annotated[str, Field(max_length=20)] | None = None
    text: Annotated[str, _text(300, 1), Storable]
    description: Annotated[str, _text(1000, 1), Storable]
    severity: Severity
    requirement: Annotated[str, _text(500), Storable] = ""
    photos: Photos = []
    deadline: dt.date | None = None
    """Its own term, within that of its severity."""
    device_at: DeviceTime = None


class DeadlineOutOfTerm(Malformed, slug="deadline-out-of-term", title="整改期限不合适"):
    """The day asked for has passed, or lies after the term of the severity."""


def register(session: Session, new: NewIssue, *, by: User, at: datetime) -> Issue:
    """Open an issue outside a visit; sent again it is the same one.  Raises OrderDiffers."""
    told = digest({"by": by.owner, **new.model_dump(mode="json", exclude=_unsaid(new))})
    if found := _registered(session, new.id, told):
        return found
    entity = session.get(Entity, new.entity_id)
    if entity is None:
        raise NotFound("没有这家单位，或不在权限范围内，请返回列表重新选择。")
    term = _term(session, new, at)
    finding = _finding(new, entity, term, _earlier(session, new, at), by, at)
    begin_write(session)
    _one_at_a_time(session, entity.id)
    if found := _registered(session, new.id, told):
        return found
    opened = open_issues(session, [finding], at=at, order_digest=told)
    record(
        session,
        at,
        by,
        "issue.register",
        "issue",
        new.id,
        county_code=entity.county_code,
        number=opened[0].number,
    )
    return issue_or_404(session, new.id)


def _unsaid(new: NewIssue) -> set[str]:
    # What an older version never sent leaves the digest of its orders as it was.
    return {name for name in ("deadline", "device_at") if getattr(new, name) is None}


def _term(session: Session, new: NewIssue, at: datetime) -> tuple[int, str]:
    """How long it gets, and counted in what.  Raises DeadlineOutOfTerm."""
    value, unit = TERMS[new.severity]
    if new.deadline is None:
        return value, unit
    today = shanghai_date(at)
    last = due(at, value, unit, at, get_calendar(session)).day
    if new.deadline == last:
        return value, unit
    if not today <= new.deadline < last:
        passed = new.deadline < today
        detail = "不能早于今天" if passed else f"最晚到 {last.month}月{last.day}日"
        raise DeadlineOutOfTerm(
            f"整改期限{detail}：{_WORDS[new.severity]}。可以提前，不能推后，请改好再登记。",
            errors=[{"pointer": "/deadline", "detail": detail}],
        )
    # Days of the calendar from today: recounted, they lead to this very day again.
    return (new.deadline - today).days, "calendar_day"


def _registered(session: Session, issue_id: UUID, told: str) -> Issue | None:
    event = sa.inspect(IssueEvent).local_table
    first = sa.select(event.c.order_digest).where(event.c.issue_id == issue_id, event.c.seq == 1)
    known = session.execute(first).scalar_one_or_none()
    if known is None:
        return None
    if known != told:
        raise OrderDiffers("这个编号已经登记过别的问题。请刷新后重新登记。")
    return issue_or_404(session, issue_id)


def _one_at_a_time(session: Session, entity_id: UUID) -> None:
    session.execute(sa.select(col(Entity.id)).where(col(Entity.id) == entity_id).with_for_update())


def _earlier(session: Session, new: NewIssue, at: datetime) -> UUID | None:
    """反弹: the latest issue of the same item here, open or closed within twelve months."""
    if new.item_code is None:
        return None
    query = (
        sa.select(col(Issue.id))
        .where(
            col(Issue.entity_id) == new.entity_id,
            col(Issue.item_code) == new.item_code,
            col(Issue.state).in_(sorted(OPEN)) | (col(Issue.closed_at) > at - REPEAT_WITHIN),
        )
        .order_by(col(Issue.found_at).desc())
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()


def _finding(
    new: NewIssue,
    entity: Entity,
    term: tuple[int, str],
    repeat_of: UUID | None,
    by: User,
    at: datetime,
) -> Finding:
    value, unit = term
    return Finding(
        id=new.id,
        origin=by.role.value,
        inspection_id=None,
        entity=EntitySnapshot(
            id=entity.id,
            name=entity.name,
            address=entity.address,
            grade=entity.baobao_grade,
            kind=entity.kind,
            business_type=entity.business_type,
            region_code=entity.region_code,
            city_code=entity.city_code,
            county_code=entity.county_code,
            town_code=entity.town_code,
        ),
        item_code=new.item_code,
        item_text=new.text,
        description=new.description,
        severity=new.severity,
        severity_given=new.severity,
        severity_reason="",
        basis=[],
        requirement=new.requirement,
        deadline_value=value,
        deadline_unit=unit,
        found_at=at,
        received_at=at,
        finder=by,
        device_at=new.device_at,
        photos_before=list(dict.fromkeys(new.photos)),
        repeat_of=repeat_of,
    )
