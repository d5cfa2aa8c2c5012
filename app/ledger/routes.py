"""The ledger over HTTP, for people with accounts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.ledger import desk_routes, rectify_routes, service
from app.ledger.links import LinkShown
from app.ledger.orders import MoveOrder
from app.ledger.registering import NewIssue
from app.ledger.wire import IssueShown
from app.media import serving
from app.per_request import OneTurn

router = APIRouter(tags=["ledger"])
issues = APIRouter(prefix="/api/v1/issues", route_class=OneTurn)

Reader = Annotated[User, may(May.SEE_ISSUES)]
Mover = Annotated[User, may(May.MOVE_ISSUE)]
Registrar = Annotated[User, may(May.REGISTER_ISSUE)]
LinkMaker = Annotated[User, may(May.MAKE_RECTIFY_LINK)]


@issues.get("/{issue_id}")
def read_issue(session: Db, actor: Reader, at: Now, issue_id: UUID) -> IssueShown:
    """One issue with its history, and the moves this person may make."""
    return service.show(session, issue_id, by=actor, at=at)


@issues.get("/{issue_id}/photos/{sha256}", response_class=Response)
async def read_stamped_photo(
    request: Request,
    session: Db,
    actor: Reader,
    issue_id: UUID,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """A copy of a photo of the issue with time, entity, number, who, and the original's digest."""
    return await serving.stamped_copy(
        request, session, lambda: service.evidence(session, issue_id, sha256)
    )


@issues.post("", status_code=201)
def register_issue(session: Db, actor: Registrar, at: Now, new: NewIssue) -> IssueShown:
    """Register an issue found outside a visit; the same id again is the same issue."""
    return service.register_shown(session, new, by=actor, at=at)


@issues.post("/{issue_id}/moves")
def move_issue(session: Db, actor: Mover, at: Now, issue_id: UUID, order: MoveOrder) -> IssueShown:
    """Move an issue along the ledger; 409 when the table forbids it or the view was stale."""
    return service.move_shown(session, issue_id, order, by=actor, at=at)


@issues.post("/{issue_id}/link")
def make_link(
    request: Request, session: Db, actor: LinkMaker, at: Now, issue_id: UUID
) -> LinkShown:
    """The enterprise's link to this issue: address, QR code and a message to paste."""
    return service.make_link(session, issue_id, request.app.state.settings, by=actor, at=at)


@issues.delete("/{issue_id}/link", status_code=204)
def revoke_links(session: Db, actor: LinkMaker, at: Now, issue_id: UUID) -> Response:
    """Revoke every link to this issue."""
    service.revoke_links(session, issue_id, by=actor, at=at)
    return Response(status_code=204)


feedback = APIRouter(prefix="/api/v1/feedback")


@feedback.post("/{feedback_id}/read", status_code=204)
def read_feedback(session: Db, actor: Reader, at: Now, feedback_id: UUID) -> Response:
    """The person has read what they were told."""
    service.mark_read(session, feedback_id, by=actor, at=at)
    return Response(status_code=204)


router.include_router(desk_routes.desk)
router.include_router(issues)
router.include_router(feedback)
router.include_router(desk_routes.views)
router.include_router(rectify_routes.router)
