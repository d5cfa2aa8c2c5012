"""重大: whoever has to act is told at once; the telling is put down in the same write."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.jobs.queue import put
from app.ledger.facts import Severity

CRITICAL = "critical"


def tell_at_once(
    session: Session, issue_id: UUID, severity: str, version: int, at: datetime
) -> None:
    """Leave word of a critical issue that was opened, or handed to another unit."""
    if severity == Severity.CRITICAL:
        body = {"issue_id": str(issue_id)}
        put(session, CRITICAL, f"{issue_id}:{version}", body, due_at=at, at=at)
