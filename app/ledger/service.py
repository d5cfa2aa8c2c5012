"""What is done with the ledger; other packages and the routes call it here."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.user import User
from app.db import begin_write
from app.ledger.batches import REMIND, TOLD, leave_word
from app.ledger.bulk import bulk
from app.ledger.evidence import evidence
from app.ledger.exporting import export
from app.ledger.feedback import mark_read
from app.ledger.findings import EntitySnapshot, Finding, OpenedIssue, issue_id_of
from app.ledger.links import make_link, open_link, revoke_links
from app.ledger.listing import counts, page
from app.ledger.moving import move
from app.ledger.opening import open_issues
from app.ledger.orders import MoveOrder, mover
from app.ledger.rechecks import record_rechecks
from app.ledger.rectifying import rectify_page, request_extension_by_link, submit_by_link
from app.ledger.registering import NewIssue, register
from app.ledger.reminding import RemindOrder, remind
from app.ledger.saved import delete_view, save_view, views_for
from app.ledger.steps import issue_or_404
from app.ledger.verify import verify_all, verify_chain
from app.ledger.views import shown_many, shown_one
from app.ledger.wire import IssueShown

__all__ = [
    "EntitySnapshot",
    "Finding",
    "OpenedIssue",
    "bulk",
    "counts",
    "delete_view",
    "evidence",
    "export",
    "issue_id_of",
    "make_link",
    "mark_read",
    "move",
    "move_shown",
    "open_issues",
    "open_link",
    "page",
    "record_rechecks",
    "rectify_page",
    "register",
    "register_shown",
    "remind_shown",
    "request_extension_by_link",
    "revoke_links",
    "save_view",
    "show",
    "shown_many",
    "submit_by_link",
    "verify_all",
    "verify_chain",
    "views_for",
]


def show(session: Session, issue_id: UUID, *, by: User, at: datetime) -> IssueShown:
    """One issue as this person sees it.  Raises IssueNotFound."""
    return shown_one(session, issue_or_404(session, issue_id), mover(by), at)


def move_shown(
    session: Session, issue_id: UUID, order: MoveOrder, *, by: User, at: datetime
) -> IssueShown:
    """Move an issue, and show it as it then stands; of 转办 both units are told."""
    moved = move(session, issue_id, order, by=mover(by), at=at)
    if order.move in TOLD:
        begin_write(session)
        steps = {issue_id: order.id}
        leave_word(session, order.id, order.move, order.note, steps, by, due_at=at, at=at)
    return shown_one(session, moved, mover(by), at)


def register_shown(session: Session, new: NewIssue, *, by: User, at: datetime) -> IssueShown:
    """Register an issue outside a visit, and show it."""
    return shown_one(session, register(session, new, by=by, at=at), mover(by), at)


def remind_shown(
    session: Session, issue_id: UUID, order: RemindOrder, *, by: User, at: datetime
) -> IssueShown:
    """Remind the unit in charge, and show the issue."""
    reminded = remind(session, issue_id, order, by=by, at=at)
    steps = {issue_id: order.id}
    leave_word(session, order.id, REMIND, order.note, steps, by, due_at=at, at=at)
    return shown_one(session, reminded, mover(by), at)
