"""The ledger desk over HTTP: saved views, orders for many issues, files to take away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.ledger import service
from app.ledger.bulk import BulkOrder, BulkResults
from app.ledger.exporting import MOST_CHOSEN, chosen
from app.ledger.files import file_answer
from app.ledger.filtered import DOCUMENTED, Wanted
from app.ledger.reminding import RemindOrder
from app.ledger.saved import NewView, Views, ViewShown
from app.ledger.wire import IssueShown
from app.per_request import OneTurn

views = APIRouter(prefix="/api/v1/ledger/views", route_class=OneTurn)
desk = APIRouter(prefix="/api/v1", route_class=OneTurn)

Reader = Annotated[User, may(May.SEE_ISSUES)]
Mover = Annotated[User, may(May.MOVE_ISSUE)]
Ids = Annotated[str | None, Query(max_length=37 * MOST_CHOSEN)]


@views.get("")
def list_views(session: Db, actor: Reader) -> Views:
    """The saved views of this person, and those shared by colleagues of the same post and place."""
    return service.views_for(session, actor)


@views.post("")
def save_view(session: Db, actor: Reader, at: Now, new: NewView) -> ViewShown:
    """Keep a filter under a name; the same id again replaces it."""
    return service.save_view(session, new, by=actor, at=at)


@views.delete("/{view_id}", status_code=204)
def delete_view(session: Db, actor: Reader, view_id: UUID) -> Response:
    """Take one's own view away."""
    service.delete_view(session, view_id, by=actor)
    return Response(status_code=204)


@desk.post("/issues/bulk")
def move_many(session: Db, actor: Mover, at: Now, order: BulkOrder) -> BulkResults:
    """Hand over, hand on or remind about up to 200 issues; each has its own result.

    Never 销号: any other move is refused whole.
    """
    return service.bulk(session, order, by=actor, at=at)


@desk.post("/issues/{issue_id}/remind")
def remind(session: Db, actor: Mover, at: Now, issue_id: UUID, order: RemindOrder) -> IssueShown:
    """Remind the unit in charge of an open issue (催办), once a day."""
    return service.remind_shown(session, issue_id, order, by=actor, at=at)


@desk.get("/issues.xlsx", response_class=Response, openapi_extra=DOCUMENTED)
def export_xlsx(session: Db, actor: Reader, at: Now, filter: Wanted, ids: Ids = None) -> Response:
    """The ledger of the same filters and order, or of the issues chosen, as a workbook."""
    file = service.export(session, filter, ids=chosen(ids), kind="xlsx", by=actor, at=at)
    return file_answer(file, "xlsx", at)


@desk.get("/issues.csv", response_class=Response, openapi_extra=DOCUMENTED)
def export_csv(session: Db, actor: Reader, at: Now, filter: Wanted, ids: Ids = None) -> Response:
    """The same as text with commas."""
    file = service.export(session, filter, ids=chosen(ids), kind="csv", by=actor, at=at)
    return file_answer(file, "csv", at)
