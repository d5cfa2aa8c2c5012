"""Notices over HTTP for people with accounts: looked up, listed, issued, printed, withdrawn."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.notices import issuing, listing, opinions, posters, qr, resolving
from app.notices.issuing import Issued, IssueOrder, NoticeIssued, RevokeOrder
from app.notices.listing import NoticeCounts, NoticePage, Wanted
from app.notices.looking import Counted
from app.notices.models import OpinionState
from app.notices.opinions import Handling, OpinionPage, OpinionRow
from app.notices.printing import NoticesToPrint, to_print
from app.notices.resolving import NoticeCurrent, NoticeReplaced
from app.notices.states import State
from app.settings import Settings

router = APIRouter(prefix="/api/v1", tags=["notices"])

Office = Annotated[User, may(May.MANAGE_NOTICES)]
Reader = Annotated[User, may(May.SEE_ENTITIES)]
Place = Annotated[str | None, Query(pattern=r"^\d{12}$")]
Limit = Annotated[int, Query(ge=1, le=posters.MOST)]

_ATTACHED = {
    "Content-Disposition": f"attachment; filename*=UTF-8''{quote('公示牌.pdf')}",
    "Cache-Control": "private, no-store",
}


@router.get("/notices")
def list_notices(
    session: Db,
    actor: Office,
    state: State | None = None,
    region: Place = None,
    entity: UUID | None = None,
    q: Annotated[str, Query(max_length=60)] = "",
    cursor: UUID | None = None,
    limit: Limit = 50,
) -> NoticePage:
    """公示牌 of this office's place; one whose paper no longer holds says in which part."""
    wanted = Wanted(state, region, q.strip(), entity)
    return listing.page(session, wanted, cursor=cursor, limit=limit)


@router.get("/notices/counts")
def count_notices(session: Db, actor: Office, region: Place = None) -> NoticeCounts:
    """How many there are of each state."""
    return listing.counts(session, region)


@router.post("/notices/print", response_class=Response)
async def print_notices(
    request: Request, session: Db, at: Now, actor: Office, order: NoticesToPrint
) -> Response:
    """公示牌 as PDF, a page for each; what their paper says is kept and compared from now on."""
    sheets = await run_in_threadpool(to_print, session, order, by=actor, at=at)
    # Kept before the paper is there: who asks again gets the same.
    made = await posters.made(session, sheets, order.paper, _settings(request), at)
    return Response(made, media_type="application/pdf", headers=_ATTACHED)


@router.post("/notices/issue")
def issue_notices(session: Db, at: Now, actor: Office, order: IssueOrder) -> list[Issued]:
    """New notices for many at once; each replaces the one that hung there."""
    return issuing.issue_many(session, order, by=actor, at=at)


@router.get("/notices/{code}")
def read_notice(
    request: Request, session: Db, at: Now, actor: Reader, code: str
) -> NoticeCurrent | NoticeReplaced:
    """What this person may know of a notice, and whether a visit may begin from it."""
    with Counted(request, at):
        return resolving.resolve(session, code, hotline=_settings(request).hotline, by=actor)


@router.post("/notices/{code}/revoke", status_code=204)
def revoke_notice(session: Db, at: Now, actor: Office, code: str, order: RevokeOrder) -> None:
    """Withdraw a notice; its page says 公示牌已更换 from now on."""
    issuing.revoke(session, code, order.reason, by=actor, at=at)


@router.post("/entities/{entity_id}/notices", status_code=201)
def issue_notice(
    request: Request, session: Db, at: Now, actor: Office, entity_id: UUID
) -> NoticeIssued:
    """Issue a notice for an entity; the one before is replaced by it."""
    url = _settings(request).public_url
    return issuing.issue(session, entity_id, public_url=url, by=actor, at=at)


@router.get("/entities/{entity_id}/notice.svg", response_class=Response)
def notice_qr(request: Request, session: Db, actor: Office, entity_id: UUID) -> Response:
    """The QR code of the notice that hangs at an entity now."""
    notice = resolving.current_of(session, entity_id)
    code = qr.svg(resolving.url_of(notice, _settings(request).public_url))
    return Response(code, media_type="image/svg+xml")


@router.get("/opinions")
def list_opinions(
    session: Db,
    actor: Office,
    state: OpinionState | None = None,
    cursor: UUID | None = None,
    limit: Limit = 30,
) -> OpinionPage:
    """意见建议 that readers of notices left, with the contact they gave."""
    return opinions.page(session, state, cursor=cursor, limit=limit)


@router.post("/opinions/{id}/handle")
def handle_opinion(session: Db, at: Now, actor: Office, id: UUID, how: Handling) -> OpinionRow:
    """Mark one as 已阅, or as 已办 with what was done."""
    return opinions.handle(session, id, how, by=actor, at=at)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
