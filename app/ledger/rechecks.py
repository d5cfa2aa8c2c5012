"""A recheck on a later visit: an event the reviewer sees, never a move (DECISIONS 1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

from sqlmodel import Session

from app.accounts.user import User
from app.ledger.events import Step, by_user
from app.ledger.models import Issue
from app.ledger.pictures import issue_photo
from app.ledger.steps import locked_in_order, take_step
from app.media.service import link


class Recheck(Protocol):
    """How a visit found an earlier issue."""

    note: str
    photos: list[str]

    @property
    def issue(self) -> UUID:
        """The earlier issue."""

    @property
    def result(self) -> str:
        """`fixed`, `not_fixed` or `repeated`."""


def record_rechecks(
    session: Session,
    inspection_id: UUID,
    rechecks: Sequence[Recheck],
    by: User,
    at: datetime,
    device_at: datetime | None = None,
) -> None:
    """Add a recheck to each issue, in the caller's write; not_fixed raises its flag.

    Rows are locked in the order of their ids, so that two visits never wait for each other.
    """
    by_issue = {recheck.issue: recheck for recheck in rechecks}
    for issue in locked_in_order(session, by_issue):
        _record(session, inspection_id, issue, by_issue[issue.id], by, at, device_at)


def _record(
    session: Session,
    inspection_id: UUID,
    issue: Issue,
    recheck: Recheck,
    by: User,
    at: datetime,
    device_at: datetime | None,
) -> None:
    step = Step(
        id=uuid5(inspection_id, f"recheck:{issue.id}"),
        move="recheck",
        from_state=issue.state,
        to_state=issue.state,
        by=by_user(by),
        at=at,
        note=recheck.note,
        evidence={
            "result": recheck.result,
            "inspection_id": inspection_id,
            "photos": recheck.photos,
        },
        device_at=device_at,
    )
    take_step(session, issue, step, {"not_fixed": recheck.result == "not_fixed"})
    link(
        session,
        [issue_photo(issue.id, issue, sha, "recheck", by.owner) for sha in recheck.photos],
    )
