"""The page behind the code, as anybody reads it without an account, and what is written on it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from app.accounts.guards import Db, Now, Public
from app.clock import shanghai_date
from app.errors import TooMany
from app.notices import opinions, pages, resolving
from app.notices.looking import Counted, counted_opinion
from app.notices.opinions import Given, OpinionRefused
from app.notices.resolving import NoticeNotFound
from app.settings import Settings

router = APIRouter(tags=["notices"])

MOST_BYTES = 16_384


async def written(request: Request) -> Given | None:
    """The form that was sent; None where it is too long, or sent by another site."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return None
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    form = await request.form()
    said = {name: str(form.get(name, "")) for name in ("form", "text", "contact", "website")}
    return Given(said["form"], said["text"], said["contact"], said["website"])


@router.get("/n/{code}", response_class=HTMLResponse, dependencies=[Public])
def public_page(request: Request, session: Db, at: Now, code: str) -> Response:
    """The notice as anybody may read it, without a script."""

    def page() -> Response:
        with Counted(request, at):
            notice, facts = resolving.public_notice(session, code, at=at)
        if facts is None:
            return pages.replaced_page()
        settings: Settings = request.app.state.settings
        if facts.state in resolving.GONE:
            return pages.gone_page(settings)
        seal = opinions.new_seal(notice, settings, at)
        return pages.public_page(notice, facts, settings, today=shanghai_date(at), seal=seal)

    return _told(page)


@router.post("/n/{code}", response_class=HTMLResponse, dependencies=[Public])
async def leave_opinion(
    request: Request,
    session: Db,
    at: Now,
    code: str,
    given: Annotated[Given | None, Depends(written)],
) -> Response:
    """Take 意见建议 from the form of the page: no account, no script; sent twice, kept once."""

    def page() -> Response:
        if given is None:
            return pages.message(
                "没有收到", "内容太长或不是从公示页提交的。请重新扫码后再写。", 400
            )
        with Counted(request, at):
            notice, facts = resolving.public_notice(session, code, at=at)
        if facts is None:
            return pages.replaced_page()
        counted_opinion(request, at)
        opinions.take(session, notice, given, request.app.state.settings, at)
        told = f"{facts.issuer}会查看处理。可以关闭这一页。"
        return pages.message("意见建议已收到", told, back=notice.token)

    return await run_in_threadpool(_told, page)


def _told(page: Callable[[], Response]) -> Response:
    """The page; what goes wrong is told on a page too."""
    try:
        return page()
    except NoticeNotFound as unknown:
        return pages.message("没有这块公示牌", unknown.detail, unknown.status, enter=True)
    except OpinionRefused as refused:
        return pages.message("还没有提交", f"{refused.detail}按返回键可以接着改。", refused.status)
    except TooMany as many:
        answer = pages.message("操作太频繁", many.detail, many.status)
        answer.headers.update(many.headers or {})
        return answer
