"""Notices over HTTP: the public page, and their issue and printing by the 食药安办."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from app.accounts.guards import Db, Now, Public, User, address_of, may
from app.accounts.roles import May
from app.clock import shanghai_date
from app.errors import TooMany
from app.ledger.throttle import Throttle
from app.notices import pages, posters, qr, service
from app.notices.printing import NoticesToPrint, to_print
from app.notices.service import NoticeCurrent, NoticeIssued, NoticeNotFound, NoticeReplaced
from app.settings import Settings

router = APIRouter(tags=["notices"])

Office = Annotated[User, may(May.MANAGE_NOTICES)]
Reader = Annotated[User, may(May.SEE_ENTITIES)]

PER_ADDRESS = 240
"""Look-ups a minute from one address, which may be a whole market behind one network. Counted in
each process alone: a notice hangs on a wall, its codes should merely not be harvested."""

_ATTACHED = {
    "Content-Disposition": f"attachment; filename*=UTF-8''{quote('公示牌.pdf')}",
    "Cache-Control": "private, no-store",
}

MISSES_PER_ADDRESS = 30
"""Wrong codes a minute: guessing is slow, mistyping is not punished."""


@router.get("/n/{code}", response_class=HTMLResponse, dependencies=[Public])
def public_page(request: Request, session: Db, at: Now, code: str) -> Response:
    """The notice as anybody may read it, without a script."""
    try:
        with _Counted(request, at):
            notice, facts = service.public_notice(session, code, at=at)
    except NoticeNotFound as unknown:
        return pages.message("没有这块公示牌", unknown.detail, unknown.status, enter=True)
    except TooMany as many:
        answer = pages.message("查询太频繁", many.detail, many.status)
        answer.headers.update(many.headers or {})
        return answer
    if facts is None:
        return pages.replaced_page()
    return pages.public_page(notice, facts, _settings(request), year=shanghai_date(at).year)


@router.get("/api/v1/notices/{code}")
def read_notice(
    request: Request, session: Db, at: Now, actor: Reader, code: str
) -> NoticeCurrent | NoticeReplaced:
    """What this person may know of a notice, and whether a visit may begin from it."""
    with _Counted(request, at):
        return service.resolve(session, code, hotline=_settings(request).hotline, by=actor)


@router.post("/api/v1/notices/print", response_class=Response)
async def print_notices(
    request: Request, session: Db, at: Now, actor: Office, order: NoticesToPrint
) -> Response:
    """公示牌 as PDF, a page for each; what their paper says is kept and compared from now on."""
    sheets = await run_in_threadpool(to_print, session, order, by=actor, at=at)
    # Kept before the paper is there: who asks again gets the same.
    made = await posters.made(session, sheets, order.paper, _settings(request), at)
    return Response(made, media_type="application/pdf", headers=_ATTACHED)


@router.post("/api/v1/notices/{code}/revoke", status_code=204)
def revoke_notice(session: Db, at: Now, actor: Office, code: str) -> None:
    """Withdraw a notice; its page says 公示牌已更换 from now on."""
    service.revoke(session, code, by=actor, at=at)


@router.post("/api/v1/entities/{entity_id}/notices", status_code=201)
def issue_notice(
    request: Request, session: Db, at: Now, actor: Office, entity_id: UUID
) -> NoticeIssued:
    """Issue a notice for an entity; the one before is replaced by it."""
    url = _settings(request).public_url
    return service.issue(session, entity_id, public_url=url, by=actor, at=at)


@router.get("/api/v1/entities/{entity_id}/notice.svg", response_class=Response)
def notice_qr(request: Request, session: Db, actor: Office, entity_id: UUID) -> Response:
    """The QR code of the notice that hangs at an entity now."""
    notice = service.current_of(session, entity_id)
    code = qr.svg(service.url_of(notice, _settings(request).public_url))
    return Response(code, media_type="image/svg+xml")


class _Counted:
    """Counts a look-up from an address, and a wrong code once more."""

    def __init__(self, request: Request, at: datetime) -> None:
        state = request.app.state
        if not hasattr(state, "notice_throttles"):
            state.notice_throttles = Throttle(PER_ADDRESS), Throttle(MISSES_PER_ADDRESS)
        self._all, self._misses = state.notice_throttles
        self._address, self._at = address_of(request), at

    def __enter__(self) -> None:
        self._misses.refuse_full(self._address, self._at)
        self._all.count(self._address, self._at)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is NoticeNotFound:
            self._misses.count(self._address, self._at)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
