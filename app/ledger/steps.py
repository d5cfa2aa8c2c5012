"""The one place where an issue changes: an event joins its chain, and the row follows it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.errors import NotFound
from app.ledger.events import Chain, Step, place_of, sealed
from app.ledger.models import Issue, IssueEvent


class IssueNotFound(NotFound, slug="issue-not-found"):
    """No such issue, or not for this person to know of."""

    def __init__(self) -> None:
        super().__init__("没有这条问题，或不在权限范围内，请返回列表刷新。")


def issue_or_404(session: Session, issue_id: UUID, *, lock: bool = False) -> Issue:
    """The issue as the database has it now, locked until the commit if asked.

    Raises IssueNotFound for one outside the session's scope.
    """
    query = (
        sa.select(Issue).where(col(Issue.id) == issue_id).execution_options(populate_existing=True)
    )
    asked = query.with_for_update() if lock else query
    found: Issue | None = session.execute(asked).scalar_one_or_none()
    if found is None:
        raise IssueNotFound
    return found


def locked_in_order(session: Session, ids: Iterable[UUID]) -> Sequence[Issue]:
    """These issues within scope, locked until the commit: in the order of their ids, so that two
    writes never wait for each other."""
    asked = sa.select(Issue).where(col(Issue.id).in_(ids)).order_by(col(Issue.id))
    locked = asked.with_for_update().execution_options(populate_existing=True)
    found: Sequence[Issue] = session.execute(locked).scalars().all()
    return found


def take_step(session: Session, issue: Issue, step: Step, changes: dict[str, Any]) -> None:
    """Append `step` to a locked issue's chain and bring the row to the state it tells."""
    chain = Chain(issue.id, issue.entity_id, place_of(issue), issue.version, issue.last_hash)
    event = sealed(chain, step)
    session.execute(sa.insert(IssueEvent), [event])
    values = {
        "state": step.to_state,
        "version": event["seq"],
        "last_hash": event["hash"],
        "changed_at": step.at,
        **changes,
    }
    session.execute(
        sa.update(Issue)
        .where(col(Issue.id) == issue.id)
        # JSON columns would otherwise keep a JSON null, which is not SQL's.
        .values({name: sa.null() if value is None else value for name, value in values.items()})
        .execution_options(synchronize_session=False)
    )
