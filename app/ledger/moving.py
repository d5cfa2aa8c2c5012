"""How an issue moves: judged by the table, once per order, never from a stale view."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write
from app.errors import Conflict, Forbidden, Malformed
from app.ledger import refusals
from app.ledger.calendars import get_calendar
from app.ledger.effects import changes, facts_of
from app.ledger.events import Step
from app.ledger.facts import Move, TargetUnit
from app.ledger.feedback import tell
from app.ledger.models import Issue, IssueEvent
from app.ledger.orders import MoveOrder, Mover, order_digest, order_facts
from app.ledger.pictures import issue_photo
from app.ledger.steps import issue_or_404, take_step
from app.ledger.transitions import Decision, next_state
from app.ledger.urgent import tell_at_once
from app.ledger.views import shown_one
from app.media.service import link
from app.regions.models import Region, Unit


class MoveForbidden(Forbidden, slug="move-forbidden"):
    """The role or level never makes this move."""


class MoveRefused(Conflict, slug="move-refused"):
    """The table does not allow the move now."""


class MoveEvidenceMissing(Malformed, slug="evidence-missing", title="还缺材料"):
    """The order lacks what its clause asks for."""


class IssueMovedOn(Conflict, slug="issue-moved-on", title="问题已有变化"):
    """The order was made from an older view; `issue` is the present one."""


class OrderDiffers(Conflict, slug="order-differs", title="编号重复"):
    """Another order under an id that is taken."""


_TAKEN = "这个编号的操作已经办过，内容不同。请刷新后重新操作。"


def move(session: Session, issue_id: UUID, order: MoveOrder, *, by: Mover, at: datetime) -> Issue:
    """Move an issue, and give it as it then stands; the same order again changes nothing.

    Raises IssueNotFound, MoveForbidden, MoveRefused, MoveEvidenceMissing, IssueMovedOn,
    OrderDiffers.
    """
    digest = order_digest(order, by)
    issue = issue_or_404(session, issue_id)
    if done_before(session, issue, order.id, digest):
        # It may have been carried out between the two readings.
        return issue_or_404(session, issue_id)
    unit = _unit(session, issue, order)
    _judged(session, issue, order, unit, by, at)
    begin_write(session)
    issue = issue_or_404(session, issue_id, lock=True)
    if done_before(session, issue, order.id, digest):
        return issue
    decision = _judged(session, issue, order, unit, by, at)
    _apply(session, issue, order, decision, unit, by, at, digest)
    return issue_or_404(session, issue_id)


def done_before(session: Session, issue: Issue, order_id: UUID, digest: str) -> bool:
    """Whether this very order was carried out.  Raises OrderDiffers for another under its id."""
    # The plain table: an id taken by an order outside our scope is taken all the same.
    event = sa.inspect(IssueEvent).local_table
    found = session.execute(
        sa.select(event.c.issue_id, event.c.order_digest).where(event.c.id == order_id)
    ).first()
    if found is None:
        return False
    if (found.issue_id, found.order_digest) != (issue.id, digest):
        raise OrderDiffers(_TAKEN)
    return True


def _unit(session: Session, issue: Issue, order: MoveOrder) -> Unit | None:
    """The unit an order names, if it is one of this county, or of its city and above."""
    if order.unit_id is None:
        return None
    unit = session.get(Unit, order.unit_id)
    region = session.get(Region, unit.region_code) if unit else None
    if unit is None or region is None or not _around(region, issue):
        errors = [{"pointer": "/unit_id", "detail": "没有这个单位，请重新选择"}]
        raise MoveEvidenceMissing("没有这个单位，请重新选择。", errors=errors)
    return unit


def _around(region: Region, issue: Issue) -> bool:
    if region.county_code is not None:
        return region.county_code == issue.county_code
    return region.city_code in (None, issue.city_code)


def _judged(
    session: Session,
    issue: Issue,
    order: MoveOrder,
    unit: Unit | None,
    by: Mover,
    at: datetime,
) -> Decision:
    if order.seen_version != issue.version:
        raise _moved_on(session, issue, by, at)
    target = TargetUnit(unit.id, unit.parent_id) if unit else None
    given = order_facts(order, target, shanghai_date(at))
    try:
        return next_state(facts_of(issue, at), by.facts, order.move, given)
    except refusals.NotYourMove as refused:
        raise MoveForbidden(refused.sentence) from refused
    except refusals.EvidenceMissing as refused:
        raise MoveEvidenceMissing(refused.sentence, errors=refused.errors) from refused
    except refusals.Refusal as refused:
        raise MoveRefused(refused.sentence) from refused


def _moved_on(session: Session, issue: Issue, by: Mover, at: datetime) -> IssueMovedOn:
    sentence = "这条问题已有变化，请看过最新情况再办理。"
    # An enterprise's link shows its own page and no more than that.
    if by.user is None:
        return IssueMovedOn(sentence)
    present = shown_one(session, issue, by, at).model_dump(mode="json", by_alias=True)
    return IssueMovedOn(sentence, issue=present)


def _apply(
    session: Session,
    issue: Issue,
    order: MoveOrder,
    decision: Decision,
    unit: Unit | None,
    by: Mover,
    at: datetime,
    digest: str,
) -> None:
    changed = changes(issue, decision.to, order, by, at, unit=unit, calendar=get_calendar(session))
    step = Step(
        id=order.id,
        move=order.move,
        from_state=issue.state,
        to_state=decision.to,
        by=by.by,
        at=at,
        note=order.note,
        evidence=_evidence(issue, order, unit, by, changed),
        device_at=order.device_at,
        order_digest=digest,
    )
    try:
        take_step(session, issue, step, changed)
    except IntegrityError as taken:
        # The same id at the same moment on another issue, whose row we hold no lock on.
        raise OrderDiffers(_TAKEN) from taken
    photos = dict.fromkeys(order.photos)
    role = _ROLES.get(order.move, "proof")
    link(session, [issue_photo(issue.id, issue, sha, role, by.owner) for sha in photos])
    tell(session, issue, decision.to, order, by.by.id, at)
    if order.move in (Move.ASSIGN, Move.TRANSFER):
        tell_at_once(session, issue.id, issue.severity, issue.version + 1, at)
    record(
        session,
        at,
        by.user,
        f"issue.{order.move}",
        "issue",
        issue.id,
        county_code=issue.county_code,
        number=issue.number,
        to=decision.to,
        by=by.owner,
    )


_ROLES = {
    Move.SUBMIT: "after",
    Move.RETURN: "review",
    Move.CLOSE: "review",
    Move.COUNTERSIGN: "review",
}


def _evidence(
    issue: Issue, order: MoveOrder, unit: Unit | None, by: Mover, changed: dict[str, Any]
) -> dict[str, Any]:
    given = order.model_dump(
        mode="json",
        include={"photos", "date", "days", "number", "deadline", "on_site"},
        exclude_defaults=True,
    )
    given["by"] = by.owner
    if unit is not None:
        given |= {"unit_id": unit.id, "unit_name": unit.name}
    if "deadline" in changed:
        given |= {"deadline_before": issue.deadline, "deadline_after": changed["deadline"]}
    for judged in ("submitted_on_time", "closed_on_time"):
        if changed.get(judged) is not None:
            given["on_time"] = changed[judged]
    if order.move is Move.TRANSFER:
        given["unit_before"] = issue.unit_id
    if order.move is Move.REOPEN:
        given["closed_before"] = issue.closed_at
        given["on_time_before"] = issue.closed_on_time
    return given
