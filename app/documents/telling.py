"""A document in the life of its issues: an event in the chain of each, and word to the cadre."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.accounts.user import User
from app.ledger.events import Step, by_user
from app.ledger.feedback import tell_concerned
from app.ledger.models import Issue
from app.ledger.steps import take_step


def told_in(
    session: Session,
    issue: Issue,
    document_id: UUID,
    name: str,
    number: str,
    by: User,
    at: datetime,
    *,
    revoked: str = "",
    quiet: bool = False,
) -> None:
    """Write a document, or its revocation, into the life of a locked issue.

    The cadre is told, unless the same write tells him of a move with this number.
    """
    move = "document_revoked" if revoked else "document"
    note = f"已作废{name} {number}：{revoked}" if revoked else f"已出具{name} {number}"
    step = Step(
        id=uuid5(document_id, f"{move}:{issue.id}"),
        move=move,
        from_state=issue.state,
        to_state=issue.state,
        by=by_user(by),
        at=at,
        note=note,
        evidence={"document_id": document_id, "name": name, "number": number},
    )
    take_step(session, issue, step, {})
    if not quiet:
        tell_concerned(session, issue, _words(name, number, revoked), by.id, at)


def _words(name: str, number: str, revoked: str) -> str:
    return f"{name}（{number}）已作废" if revoked else f"已出具{name}（{number}）"
