"""A move that goes along with a document, in the same write: 挂牌督办 with its notice."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.accounts.user import User
from app.documents.kinds import Kind
from app.documents.wire import MoveAlong
from app.ledger.effects import facts_of
from app.ledger.facts import Move
from app.ledger.models import Issue
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, mover
from app.ledger.refusals import Refusal
from app.ledger.steps import issue_or_404
from app.ledger.transitions import MOVE_NAMES, allowed


def offered_along(kind: Kind, issues: Sequence[Issue], by: User, at: datetime) -> MoveAlong | None:
    """The move that issues of this document still lack; None where there is none to make."""
    lacking = [issue for issue in issues if lacks(kind, issue)]
    if not lacking:
        return None
    why = next((why for issue in lacking if (why := _why_not(issue, by, at))), "")
    return MoveAlong(name=MOVE_NAMES[Move.LIST], issues=len(lacking), why_not=why)


def lacks(kind: Kind, issue: Issue) -> bool:
    """Whether the issue is not yet where this kind would have it."""
    return kind.along == "list" and not issue.listed


def move_along(
    session: Session,
    issue: Issue,
    document_id: UUID,
    number: str,
    unit_id: UUID | None,
    fields: Mapping[str, str],
    by: User,
    at: datetime,
) -> None:
    """挂牌 under the document's number, to the unit addressed, until the day it names."""
    # The document itself was a step: the order is of what stands now.
    now = issue_or_404(session, issue.id)
    order = MoveOrder(
        id=uuid5(document_id, f"list:{issue.id}"),
        move=Move.LIST,
        seen_version=now.version,
        number=number,
        unit_id=unit_id,
        deadline=date.fromisoformat(fields["deadline"]),
    )
    move(session, issue.id, order, by=mover(by), at=at)


def _why_not(issue: Issue, by: User, at: datetime) -> str:
    try:
        allowed(facts_of(issue, at), mover(by).facts, Move.LIST)
    except Refusal as refused:
        return refused.sentence
    return ""
