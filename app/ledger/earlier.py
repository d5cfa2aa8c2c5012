"""反弹: the issue that a repeat goes back to, with its photos, for whoever looks at the new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from app.ledger.facts import State
from app.ledger.models import Issue
from app.ledger.pictures import Picture, pictures_of
from app.ledger.taken import Taken, taken_of

WITHIN = timedelta(days=365)


class EarlierShown(BaseModel):
    """The issue of the same item at the same entity, no longer than a year before."""

    id: UUID
    number: str
    description: str
    found_at: datetime
    closed_at: datetime | None
    before: list[Picture]
    after: list[Picture]
    taken: dict[str, Taken]
    """Of each photo, by its sha256."""
    times: int
    """How often the item was found within the year, this time included."""


def earlier_of(session: Session, issues: Sequence[Issue]) -> Mapping[UUID, EarlierShown]:
    """What the repeats among `issues` go back to, by the id of the new one."""
    repeats = [issue for issue in issues if issue.repeat_of is not None]
    if not repeats:
        return {}
    ids = list({issue.repeat_of for issue in repeats if issue.repeat_of is not None})
    query = select(Issue).where(col(Issue.id).in_(ids))
    known = {one.id: one for one in session.execute(query).scalars()}
    pictures = pictures_of(session, ids)
    taken = taken_of(session, ids)
    found = _found(session, repeats)
    return {
        issue.id: EarlierShown(
            id=prior.id,
            number=prior.number,
            description=prior.description,
            found_at=prior.found_at,
            closed_at=prior.closed_at,
            before=pictures[prior.id].of("before"),
            after=pictures[prior.id].of("after"),
            taken=taken[prior.id],
            times=_times(issue, found),
        )
        for issue in repeats
        if issue.repeat_of is not None and (prior := known.get(issue.repeat_of)) is not None
    }


def _found(session: Session, repeats: Sequence[Issue]) -> Sequence[Any]:
    columns = (col(Issue.entity_id), col(Issue.item_code), col(Issue.found_at))
    query = select(*columns).where(
        col(Issue.entity_id).in_({issue.entity_id for issue in repeats}),
        col(Issue.item_code).in_({issue.item_code for issue in repeats}),
        col(Issue.state) != State.VOIDED,
    )
    return session.execute(query).all()


def _times(issue: Issue, found: Sequence[Any]) -> int:
    return sum(
        (one.entity_id, one.item_code) == (issue.entity_id, issue.item_code)
        and issue.found_at - WITHIN < one.found_at <= issue.found_at
        for one in found
    )
