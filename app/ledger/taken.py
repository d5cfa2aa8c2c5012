"""Who brought each photo of an issue, and when: by the phone's clock, and when we had it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from app.ledger.models import IssueEvent


class Taken(BaseModel):
    """By whom and when a photo came into the ledger."""

    by: str
    post: str
    device_at: datetime | None
    """By the clock of the phone; null where none was told."""
    at: datetime
    """When the server had it."""


def taken_of(session: Session, issue_ids: Collection[UUID]) -> Mapping[UUID, dict[str, Taken]]:
    """By issue and sha256, from the step that brought the photo; a later one may show it again."""
    found: dict[UUID, dict[str, Taken]] = defaultdict(dict)
    steps = (
        select(IssueEvent)
        .where(col(IssueEvent.issue_id).in_(issue_ids))
        .order_by(col(IssueEvent.issue_id), col(IssueEvent.seq))
    )
    for event in session.execute(steps).scalars():
        taken = Taken(
            by=event.actor_name, post=event.actor_post, device_at=event.device_at, at=event.at
        )
        for sha256 in event.evidence.get("photos", []):
            found[event.issue_id].setdefault(sha256, taken)
    return found
