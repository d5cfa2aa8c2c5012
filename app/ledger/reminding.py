"""催办: somebody reminds the unit in charge of an open issue; an event, never a move."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.accounts.user import User
from app.audit.service import record
from app.clock import end_of_day, shanghai_date, start_of_day
from app.db import begin_write, table_of
from app.ids import digest
from app.ledger.batches import REMIND
from app.ledger.events import Step, by_user
from app.ledger.facts import OPEN, STATE_NAMES, State
from app.ledger.models import Issue, IssueEvent
from app.ledger.moving import MoveRefused, done_before
from app.ledger.orders import Note
from app.ledger.steps import issue_or_404, take_step

_event = table_of(IssueEvent)


class RemindOrder(SQLModel):
    """A reminder, under an id its sender made."""

    id: UUID
    note: Note = ""


def remind(
    session: Session, issue_id: UUID, order: RemindOrder, *, by: User, at: datetime
) -> Issue:
    """Remind the unit in charge; the same order again changes nothing.  Who gives it leaves word.

    Raises IssueNotFound, MoveRefused, OrderDiffers.
    """
    told = digest({"by": by.owner, "move": REMIND, **order.model_dump(mode="json")})
    begin_write(session)
    issue = issue_or_404(session, issue_id, lock=True)
    if done_before(session, issue, order.id, told):
        return issue
    _may_be_reminded(session, issue, at)
    step = Step(
        id=order.id,
        move=REMIND,
        from_state=issue.state,
        to_state=issue.state,
        by=by_user(by),
        at=at,
        note=order.note,
        evidence={"by": by.owner, "unit_id": issue.unit_id},
        order_digest=told,
    )
    take_step(session, issue, step, {})
    record(
        session,
        at,
        by,
        "issue.remind",
        "issue",
        issue.id,
        county_code=issue.county_code,
        number=issue.number,
    )
    return issue_or_404(session, issue_id)


def _may_be_reminded(session: Session, issue: Issue, at: datetime) -> None:
    if issue.state not in OPEN:
        raise MoveRefused(f"这条问题{STATE_NAMES[State(issue.state)]}，不用催办。")
    if issue.unit_id is None:
        raise MoveRefused("这条问题还没有承办单位，请先交办。")
    today = shanghai_date(at)
    earlier = session.execute(
        sa.select(_event.c.id).where(
            _event.c.issue_id == issue.id,
            _event.c.move == REMIND,
            _event.c.at >= start_of_day(today),
            _event.c.at < end_of_day(today),
        )
    ).first()
    if earlier is not None:
        raise MoveRefused("今天已催办过，请明天再催。")
