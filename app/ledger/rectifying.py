"""What the holder of an enterprise's link sees and may do: one issue, and nothing else."""

import datetime as dt
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlmodel import Session, SQLModel, col, select

from app.clock import shanghai_date
from app.ledger.asked import asked_of_enterprise
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import days_left
from app.ledger.effects import facts_of
from app.ledger.facts import Move, State
from app.ledger.models import Issue, IssueEvent, RectifyLink
from app.ledger.moving import move
from app.ledger.orders import (
    BY_LINK,
    DeviceTime,
    MoveOrder,
    Mover,
    Note,
    Sha256,
    Storable,
    link_holder,
)
from app.ledger.pictures import Picture, pictures_of
from app.ledger.rows import rectified
from app.ledger.steps import issue_or_404
from app.ledger.taken import Taken, taken_of
from app.ledger.transitions import moves_for
from app.ledger.wire import Detail, RectificationShown
from app.regions.models import Unit

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Storable]


class CodeTold(SQLModel):
    """The six digits, as they were told by telephone."""

    code: Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]


class UnitToCall(SQLModel):
    """Who has the issue in hand, and how to reach them."""

    name: str
    phone: str


class Returned(SQLModel):
    """Why it is the enterprise's turn again: sent back at review, or opened again once closed."""

    note: str
    at: datetime
    reopened: bool
    by: dt.date | None
    """The day by which the reviewer asks for the next submission; the deadline stays."""


class RectifyShown(SQLModel):
    """The one issue, as the enterprise is to know it."""

    issue_id: UUID
    number: str
    entity_name: str
    item_text: str
    description: str
    details: list[Detail]
    requirement: str
    severity: str
    deadline: dt.date
    days_left: int
    state: State
    returned: Returned | None
    photos_before: list[Picture]
    taken: dict[str, Taken]
    """When each photo came, by its sha256; an official is not named."""
    rectification: RectificationShown | None
    may_submit: bool
    may_request_extension: bool
    extension: str | None
    """None, or requested | granted | refused."""
    extension_days_max: int
    extension_unit: str
    """What its days are counted in: 个工作日 or 天."""
    version: int
    expires_at: datetime
    unit: UnitToCall | None


class RectifyOrder(SQLModel):
    """What was done, when, by whom, with photos."""

    id: UUID
    seen_version: int
    text: Note
    date: dt.date
    name: Name = ""
    photos: Annotated[list[Sha256], Field(max_length=6)] = []
    device_at: DeviceTime = None


class ExtensionOrder(SQLModel):
    """Why more days are needed, and how many."""

    id: UUID
    seen_version: int
    reason: Note
    days: int
    name: Name = ""


def unit_of(session: Session, issue_id: UUID) -> UnitToCall | None:
    """The unit that has an issue in hand."""
    query = select(Unit.name, Unit.phone).join(Issue, col(Issue.unit_id) == col(Unit.id))
    found = session.exec(query.where(Issue.id == issue_id)).first()
    return UnitToCall(name=found[0], phone=found[1]) if found else None


def rectify_page(session: Session, link: RectifyLink, at: datetime) -> RectifyShown:
    """The issue behind a link."""
    return _shown(session, issue_or_404(session, link.issue_id), link, at)


def submit_by_link(
    session: Session, link: RectifyLink, order: RectifyOrder, at: datetime
) -> RectifyShown:
    """Submit a rectification; sent again it is the same one."""
    given = MoveOrder(
        id=order.id,
        move=Move.SUBMIT,
        seen_version=order.seen_version,
        note=order.text,
        date=order.date,
        photos=order.photos,
        device_at=order.device_at,
    )
    return _moved(session, link, given, link_holder(link.id, order.name), at)


def request_extension_by_link(
    session: Session, link: RectifyLink, order: ExtensionOrder, at: datetime
) -> RectifyShown:
    """Ask for more days, once and before the deadline."""
    given = MoveOrder(
        id=order.id,
        move=Move.REQUEST_EXTENSION,
        seen_version=order.seen_version,
        note=order.reason,
        days=order.days,
    )
    return _moved(session, link, given, link_holder(link.id, order.name), at)


def _moved(
    session: Session, link: RectifyLink, order: MoveOrder, by: Mover, at: datetime
) -> RectifyShown:
    return _shown(session, move(session, link.issue_id, order, by=by, at=at), link, at)


def _shown(session: Session, issue: Issue, link: RectifyLink, at: datetime) -> RectifyShown:
    pictures = pictures_of(session, [issue.id])[issue.id]
    facts = facts_of(issue, at)
    open_moves = {option.move for option in moves_for(facts, link_holder(link.id, "").facts)}
    return RectifyShown(
        issue_id=issue.id,
        number=issue.number,
        entity_name=issue.entity_name,
        item_text=issue.item_text,
        description=issue.description,
        details=_details(session, issue),
        requirement=asked_of_enterprise(issue.requirement),
        severity=issue.severity,
        deadline=issue.deadline,
        days_left=days_left(
            shanghai_date(at), issue.deadline, issue.paused_since, get_calendar(session)
        ),
        state=State(issue.state),
        returned=_returned(session, issue),
        photos_before=pictures.of("before"),
        taken=_taken(session, issue.id),
        rectification=rectified(issue, pictures),
        may_submit=Move.SUBMIT in open_moves,
        may_request_extension=Move.REQUEST_EXTENSION in open_moves,
        extension=facts.extension,
        extension_days_max=facts.extendable,
        extension_unit=facts.counted_in,
        version=issue.version,
        expires_at=link.expires_at,
        unit=unit_of(session, issue.id),
    )


def _taken(session: Session, issue_id: UUID) -> dict[str, Taken]:
    known = taken_of(session, [issue_id])[issue_id]
    return {
        sha256: one if one.post == BY_LINK else one.model_copy(update={"by": "", "post": ""})
        for sha256, one in known.items()
    }


def _details(session: Session, issue: Issue) -> list[Detail]:
    query = select(IssueEvent.evidence).where(
        IssueEvent.issue_id == issue.id, col(IssueEvent.seq) == 1
    )
    found = session.exec(query).first() or {}
    return [Detail.model_validate(detail) for detail in found.get("details", [])]


def _returned(session: Session, issue: Issue) -> Returned | None:
    if issue.state != State.RECTIFYING or not (issue.returned_count or issue.reopened_count):
        return None
    query = (
        select(IssueEvent)
        .where(IssueEvent.issue_id == issue.id, col(IssueEvent.move).in_(_BACK))
        .order_by(col(IssueEvent.seq).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    return Returned(
        note=found.note,
        at=found.at,
        reopened=found.move == Move.REOPEN,
        by=found.evidence.get("date"),
    )


_BACK = (Move.RETURN.value, Move.REOPEN.value)
