"""An entity's open issues move with it to another division: an event in the chain of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.user import User
from app.db import table_of
from app.ledger.events import Step, by_user
from app.ledger.facts import OPEN, State
from app.ledger.feedback import tell_concerned
from app.ledger.models import Issue, RectifyLink
from app.ledger.steps import locked_in_order, take_step
from app.media.models import MediaLink
from app.regions.units import UnitInCharge, office_of, station_of

RELOCATE = "relocate"
_issue, _link, _photo = table_of(Issue), table_of(RectifyLink), table_of(MediaLink)


def relocate_open(
    session: Session,
    entity_id: UUID,
    place: Mapping[str, str],
    transfer_id: UUID,
    *,
    by: User,
    at: datetime,
) -> int:
    """Hand the open issues of an entity to the unit in charge of its new place.

    In the caller's write, of a session that sees everything. The clock goes on; what waits for
    review goes on waiting, now for the new station. Gives how many there are.
    """
    mine = sa.select(_issue.c.id).where(
        _issue.c.entity_id == entity_id, _issue.c.state.in_([state.value for state in OPEN])
    )
    ids = list(session.execute(mine).scalars())
    issues = locked_in_order(session, ids)
    for issue in issues:
        unit = _unit(session, issue, place)
        to = _state(issue, unit)
        step = Step(
            id=uuid5(transfer_id, f"{RELOCATE}:{issue.id}"),
            move=RELOCATE,
            from_state=issue.state,
            to_state=to,
            by=by_user(by),
            at=at,
            note="主体划转，随主体转入",
            evidence={
                "unit_id": unit.id if unit else None,
                "unit_name": unit.name if unit else "",
                "region_code": place["region_code"],
            },
        )
        changed: dict[str, Any] = {**place, "unit_id": unit.id if unit else None, "handed_at": at}
        take_step(session, issue, step, changed)
        said = f"主体已划转，改由{unit.name}办理" if unit else "主体已划转，等待交办"
        tell_concerned(session, issue, said, by.id, at)
    for table in (_link, _photo):
        session.execute(sa.update(table).where(table.c.issue_id.in_(ids)).values(**place))
    return len(issues)


def _unit(session: Session, issue: Issue, place: Mapping[str, str]) -> UnitInCharge | None:
    if issue.unit_kind == "office":
        return office_of(session, place["county_code"])
    return station_of(session, place["town_code"])


def _state(issue: Issue, unit: UnitInCharge | None) -> State:
    if issue.state == State.REVIEWING:
        return State.REVIEWING
    return State.ASSIGNED if unit else State.REGISTERED
