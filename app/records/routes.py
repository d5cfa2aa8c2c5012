"""Records over HTTP: Word, PDF, the page to print, and the public page behind a record's code."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session, select

from app.accounts.guards import Db, Now, Public, User, address_of, may
from app.accounts.roles import May
from app.documents.rendering import MEDIA_TYPE
from app.errors import NotFound, TooMany
from app.inspections.models import Inspection
from app.ledger.throttle import Throttle
from app.notices import pages
from app.records import links, papers
from app.records.verifying import RecordUnknown, verified
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings

router = APIRouter(tags=["records"])

Reader = Annotated[User, may(May.SEE_INSPECTIONS)]
PER_ADDRESS = 120
"""Look-ups a minute from one address."""
MISSES_PER_ADDRESS = 20


class PrintLink(BaseModel):
    """The page to print, for ten minutes."""

    url: str
    expires_at: datetime


@router.get("/api/v1/inspections/{id}/report.docx", response_class=Response)
def read_word(request: Request, session: Db, actor: Reader, id: UUID) -> Response:
    """督导检查表 as a Word file from the office's template."""
    visit = _visit(session, id)
    said, shown = papers.paper(session, visit, _settings(request))
    made = papers.word(said, shown, _settings(request))
    return _file(made, MEDIA_TYPE, f"督导检查表 {visit.receipt_no}.docx")


@router.get("/api/v1/inspections/{id}/report.pdf", response_class=Response)
def read_pdf(request: Request, session: Db, actor: Reader, id: UUID) -> Response:
    """督导检查表 as PDF."""
    visit = _visit(session, id)
    said, shown = papers.paper(session, visit, _settings(request))
    made = papers.pdf(said, shown, visit)
    return _file(made, "application/pdf", f"督导检查表 {visit.receipt_no}.pdf")


@router.post("/api/v1/inspections/{id}/print")
def make_print_link(request: Request, session: Db, at: Now, actor: Reader, id: UUID) -> PrintLink:
    """An address under which a browser finds the page to print, without signing in."""
    visit = _visit(session, id)
    until = at + links.LASTS
    token = links.token_of(visit.id, until, _settings(request))
    return PrintLink(url=f"/p/{token}", expires_at=until)


@router.get("/p/{token}", response_class=HTMLResponse, dependencies=[Public])
def print_page(
    request: Request, session: Db, at: Now, token: Annotated[str, Path(max_length=80)]
) -> Response:
    """督导检查表 as a page for A4."""
    try:
        id = links.opened(token, _settings(request), at)
        set_scope(session, EVERYWHERE)
        visit = _visit(session, id)
    except NotFound as gone:
        return pages.message("打不开这一页", gone.detail, gone.status)
    return papers.page(*papers.paper(session, visit, _settings(request)))


@router.get("/v/{number}/{code}", response_class=HTMLResponse, dependencies=[Public])
def verify_record(
    request: Request,
    session: Db,
    at: Now,
    number: Annotated[str, Path(max_length=32)],
    code: Annotated[str, Path(max_length=20)],
) -> Response:
    """Whether a printed record is one of ours, and what it must say."""
    every, misses = _throttles(request)
    who = address_of(request)
    try:
        misses.refuse_full(who, at)
        every.count(who, at)
        return papers.proof(verified(session, number, code, _settings(request)))
    except RecordUnknown as unknown:
        misses.count(who, at)
        return pages.message("没有查到", unknown.detail, unknown.status)
    except TooMany as many:
        answer = pages.message("查询太频繁", many.detail, many.status)
        answer.headers.update(many.headers or {})
        return answer


def _visit(session: Session, id: UUID) -> Inspection:
    found = session.exec(select(Inspection).where(Inspection.id == id)).first()
    if found is None:
        raise NotFound("没有这次督导，或不在权限范围内，请返回上一页刷新。")
    return found


def _throttles(request: Request) -> tuple[Throttle, Throttle]:
    state = request.app.state
    if not hasattr(state, "record_throttles"):
        state.record_throttles = Throttle(PER_ADDRESS), Throttle(MISSES_PER_ADDRESS)
    made: tuple[Throttle, Throttle] = state.record_throttles
    return made


def _file(made: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(made, media_type=kind, headers=headers)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
