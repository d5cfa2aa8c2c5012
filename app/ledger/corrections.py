"""A corrected record takes a finding back, or gives it again: a note on the issue, never a move."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.accounts.user import User
from app.ledger.events import Step, by_user
from app.ledger.steps import locked_in_order, take_step


def note_corrections(
    session: Session,
    inspection_id: UUID,
    stands: Mapping[UUID, bool],
    reason: str,
    by: User,
    at: datetime,
    device_at: datetime | None = None,
) -> None:
    """Say on each issue whether the corrected record still finds it, in the caller's write.

    The issue stays as it is: only who supervises the entity closes it.  Rows are locked in the
    order of their ids, as rechecks are.
    """
    for issue in locked_in_order(session, stands):
        step = Step(
            id=uuid5(inspection_id, f"corrected:{issue.id}"),
            move="corrected",
            from_state=issue.state,
            to_state=issue.state,
            by=by_user(by),
            at=at,
            note=_note(stands[issue.id], reason),
            evidence={"inspection_id": inspection_id, "stands": stands[issue.id]},
            device_at=device_at,
        )
        take_step(session, issue, step, {})


def _note(stands: bool, reason: str) -> str:
    said = "更正后，这一项仍记为不符合。" if stands else "更正后，这一项不再记为不符合，请核实。"
    return f"{said}更正原因：{reason}"
