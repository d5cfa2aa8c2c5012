"""What an office does with a kept record: 收下, in its author's name, or 不收 with the reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import May, allowed
from app.accounts.user import User, scope_for, user_of
from app.audit.service import record
from app.db import begin_write
from app.errors import AppError, Conflict, Forbidden, Malformed, NotFound
from app.inspections.draft_wire import HandingOver
from app.inspections.drafts import hand_over
from app.inspections.replay import InspectionDiffers
from app.inspections.service import submit
from app.inspections.wire import InspectionBody
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, mover
from app.ledger.registering import NewIssue, register
from app.quarantine.models import Fate, Quarantined
from app.regions.scope import EVERYWHERE, set_scope


class AlreadyHandled(Conflict, slug="already-handled", title="这条已经办过"):
    """Another person of the office was first, and decided otherwise."""


@dataclass(frozen=True)
class Parcel:
    """A kept record in plain values, which outlive a change of the session's scope."""

    record_id: UUID
    kind: str
    subject: str
    body: dict[str, Any]
    device_now: datetime
    received_at: datetime


def deliver(session: Session, id: UUID, *, by: User, at: datetime) -> InspectionDiffers | None:
    """Hand a kept record in, in its author's name; once, however often it is asked for.

    What its own rules say against it is raised, and it goes on waiting. InspectionDiffers is a
    value, for the other content it tells of has been kept.
    """
    row = _row(session, id)
    if row.state is Fate.DELIVERED:
        return None
    if row.state is Fate.DECLINED:
        raise AlreadyHandled("这条已被退回，不能再收下。请刷新后查看。")
    author = user_of(session.get_one(Account, row.account_id))
    parcel = Parcel(row.record_id, row.kind, row.subject, row.body, row.device_now, row.received_at)
    outcome = _hand_in(session, parcel, author, at)
    # Also takes back the author's view of the database.
    set_scope(session, scope_for(by))
    if isinstance(outcome, InspectionDiffers):
        return outcome
    _settle(session, id, Fate.DELIVERED, "", outcome, by=by, at=at)
    return None


def decline(session: Session, id: UUID, note: str, *, by: User, at: datetime) -> None:
    """Send a kept record back with a reason; the content stays kept."""
    row = _row(session, id)
    if row.state is Fate.DECLINED and row.note == note:
        return
    if row.state is not Fate.WAITING:
        raise AlreadyHandled("这条已经办过，请刷新后查看。")
    _settle(session, id, Fate.DECLINED, note, None, by=by, at=at)


def _row(session: Session, id: UUID, *, lock: bool = False) -> Quarantined:
    row = session.get(Quarantined, id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound("没有这条记录，或不在权限范围内，请返回列表刷新。")
    return row


def _settle(
    session: Session,
    id: UUID,
    state: Fate,
    note: str,
    outcome: dict[str, Any] | None,
    *,
    by: User,
    at: datetime,
) -> None:
    begin_write(session)
    row = _row(session, id, lock=True)
    if row.state is state:
        return
    if row.state is not Fate.WAITING:
        raise AlreadyHandled("这条刚刚被别人办过，请刷新后查看。")
    row.state, row.note, row.outcome = state, note, outcome
    row.handled_by, row.handled_at = by.id, at
    session.add(row)
    session.flush()
    record(
        session,
        at,
        by,
        f"quarantine.{state}",
        "quarantine",
        id,
        county_code=row.county_code or row.region_code,
        number=row.receipt_no,
        kind=row.kind,
    )


def _hand_in(
    session: Session, parcel: Parcel, author: User, at: datetime
) -> dict[str, Any] | InspectionDiffers:
    try:
        match parcel.kind:
            case "inspection":
                return _visit(session, parcel, author, at)
            case "move":
                return _move(session, parcel, author, at)
            case "handing":
                return _handing(session, parcel, author, at)
            case _:
                return _issue(session, parcel, author, at)
    except ValidationError as wrong:
        raise _malformed(wrong) from wrong


def _visit(
    session: Session, parcel: Parcel, author: User, at: datetime
) -> dict[str, Any] | InspectionDiffers:
    # By now the author may answer for nothing: that he did on the day is judged by `submit`.
    set_scope(session, EVERYWHERE)
    # The phone's clock as it would show now, so that its skew is the one measured at keeping.
    clock = parcel.device_now + (at - parcel.received_at)
    body = InspectionBody.model_validate(parcel.body | {"device_now": clock.isoformat()})
    taken = submit(session, parcel.record_id, body, by=author, at=at, kept=True)
    if isinstance(taken, InspectionDiffers):
        return taken
    receipt = taken.receipt
    return {"receipt_no": receipt.receipt_no, "received_at": receipt.received_at.isoformat()}


def _move(session: Session, parcel: Parcel, author: User, at: datetime) -> dict[str, Any]:
    _require(author, May.MOVE_ISSUE)
    set_scope(session, scope_for(author))
    order = MoveOrder.model_validate(parcel.body)
    issue_id = UUID(parcel.subject.removeprefix("issue:"))
    moved = move(session, issue_id, order, by=mover(author), at=at)
    return {"receipt_no": moved.number, "received_at": at.isoformat()}


def _handing(session: Session, parcel: Parcel, author: User, at: datetime) -> dict[str, Any]:
    _require(author, May.DRAFT_INSPECTION)
    set_scope(session, scope_for(author))
    draft = UUID(parcel.subject.removeprefix("draft:"))
    hand_over(session, draft, HandingOver.model_validate(parcel.body), by=author, at=at)
    return {"received_at": at.isoformat()}


def _issue(session: Session, parcel: Parcel, author: User, at: datetime) -> dict[str, Any]:
    _require(author, May.REGISTER_ISSUE)
    set_scope(session, scope_for(author))
    opened = register(session, NewIssue.model_validate(parcel.body), by=author, at=at)
    return {"receipt_no": opened.number, "received_at": at.isoformat()}


def _require(author: User, permission: May) -> None:
    if not allowed(author.role, permission):
        raise Forbidden("写这条记录的人现在的角色不能办理这件事。请退回并说明原因。")


def _malformed(wrong: ValidationError) -> AppError:
    errors = [
        {"pointer": "/" + "/".join(map(str, error["loc"])), "detail": error["msg"]}
        for error in wrong.errors()[:20]
    ]
    return Malformed("这条记录的格式已不能收下。请复制文字留底，退回并说明原因。", errors=errors)
