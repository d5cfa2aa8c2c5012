"""One order for many issues: each judged by itself, as if it had been given alone."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from pydantic import Field
from sqlmodel import Session, SQLModel

from app.accounts.user import User
from app.db import begin_write
from app.errors import AppError, Malformed
from app.ledger.batches import AT_THE_LATEST, REMIND, TOLD, carried_out, leave_word
from app.ledger.facts import Move
from app.ledger.models import Issue
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, Note, mover
from app.ledger.reminding import RemindOrder, remind
from app.ledger.steps import issue_or_404

MOVES = (Move.ASSIGN.value, Move.TRANSFER.value, REMIND)


class Seen(SQLModel):
    """An issue as the sender saw it."""

    id: UUID
    seen_version: int


class BulkOrder(SQLModel):
    """交办, 转办 or 催办 of many issues, under an id its sender made."""

    id: UUID
    move: Annotated[str, Field(json_schema_extra={"enum": list(MOVES)})]
    unit_id: UUID | None = None
    note: Note = ""
    issues: Annotated[list[Seen], Field(min_length=1, max_length=200)]


class BulkResult(SQLModel):
    """What became of one issue; `why` is the sentence of a refusal."""

    id: UUID
    number: str
    done: bool
    why: str


class BulkResults(SQLModel):
    """One for each issue, in the order given."""

    results: list[BulkResult]


def bulk(session: Session, order: BulkOrder, *, by: User, at: datetime) -> BulkResults:
    """Carry an order out on each issue, one commit each; sent again it does nothing twice.

    The people of a unit are told once of all its issues.

    Raises Malformed for any other move: 销号 above all is never done in bulk.
    """
    if order.move not in MOVES:
        errors = [{"pointer": "/move", "detail": "只能批量交办、转办、催办"}]
        raise Malformed("批量只能交办、转办、催办。销号等操作请打开问题逐条办理。", errors=errors)
    if order.move in TOLD:
        begin_write(session)
        steps = {seen.id: _step_id(order, seen) for seen in order.issues}
        told = (order.id, order.move, order.note, steps)
        leave_word(session, *told, by, due_at=at + AT_THE_LATEST, at=at)
        session.commit()
    results = [_one(session, order, seen, by, at) for seen in order.issues]
    if order.move in TOLD:
        begin_write(session)
        carried_out(session, order.id, at)
        session.commit()
    return BulkResults(results=results)


def _step_id(order: BulkOrder, seen: Seen) -> UUID:
    return uuid5(order.id, str(seen.id))


def _one(session: Session, order: BulkOrder, seen: Seen, by: User, at: datetime) -> BulkResult:
    try:
        moved = _moved(session, order, seen, by, at)
        session.commit()
    except AppError as refused:
        session.rollback()
        number = _number(session, seen.id)
        return BulkResult(id=seen.id, number=number, done=False, why=refused.detail)
    return BulkResult(id=seen.id, number=moved.number, done=True, why="")


def _moved(session: Session, order: BulkOrder, seen: Seen, by: User, at: datetime) -> Issue:
    own_id = _step_id(order, seen)
    if order.move == REMIND:
        reminder = RemindOrder(id=own_id, note=order.note)
        return remind(session, seen.id, reminder, by=by, at=at)
    single = MoveOrder(
        id=own_id,
        move=Move(order.move),
        seen_version=seen.seen_version,
        note=order.note,
        unit_id=order.unit_id,
    )
    return move(session, seen.id, single, by=mover(by), at=at)


def _number(session: Session, issue_id: UUID) -> str:
    try:
        return issue_or_404(session, issue_id).number
    except AppError:
        return ""
