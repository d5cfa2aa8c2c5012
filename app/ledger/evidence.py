"""What is written below a photo of an issue: of which shop, at which step, by whom, when."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session, col, select

from app.clock import shanghai_minute
from app.ledger.models import Issue, IssueEvent
from app.ledger.steps import issue_or_404
from app.ledger.transitions import MOVE_NAMES
from app.media.service import PhotoNotFound, shown_on
from app.media.serving import Evidence


def evidence(session: Session, issue_id: UUID, sha256: str) -> Evidence:
    """A photo of this issue and its stamp.  Raises IssueNotFound, PhotoNotFound."""
    issue = issue_or_404(session, issue_id)
    media = shown_on(session, sha256, issue_id=issue.id)
    return Evidence(media, _lines(issue, _first_shown(session, issue, sha256)))


def _first_shown(session: Session, issue: Issue, sha256: str) -> IssueEvent:
    """The step that brought the photo; a later one may show it again."""
    steps = select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    for event in session.exec(steps):
        if sha256 in event.evidence.get("photos", []):
            return event
    raise PhotoNotFound


def _lines(issue: Issue, event: IssueEvent) -> list[str]:
    return [
        issue.entity_name,
        f"问题编号 {issue.number} · {MOVE_NAMES[event.move]}",
        " · ".join(filter(None, (event.actor_name, event.actor_post))),
        " · ".join(_times(issue, event)),
    ]


def _times(issue: Issue, event: IssueEvent) -> Iterator[str]:
    by_phone = shanghai_minute(event.device_at) if event.device_at else None
    if event.move == "register":
        found = shanghai_minute(issue.found_at)
        # No photo of a visit is told one by one when it was taken: the visit's end is no more.
        yield f"{'督导完成' if issue.origin == 'visit' else '登记'} {found}"
        # A clock that was right says nothing more.
        by_phone = by_phone if by_phone != found else None
    if by_phone is not None:
        yield f"手机时间 {by_phone}"
    yield f"服务器收到 {shanghai_minute(event.at)}"
