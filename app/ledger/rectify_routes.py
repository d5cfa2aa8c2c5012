"""The enterprise's link over HTTP: one issue, its photos, a submission; no account needed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from app.accounts.guards import Db, Now, Public, address_of
from app.ledger import service
from app.ledger.link_codes import CodeNeeded, pass_of, passes, try_code
from app.ledger.links import LinkGone
from app.ledger.models import RectifyLink
from app.ledger.rectifying import CodeTold, ExtensionOrder, RectifyOrder, RectifyShown, unit_of
from app.ledger.throttle import Throttle
from app.media import serving, tus
from app.regions.scope import EVERYWHERE, set_scope

router = APIRouter(prefix="/api/v1/rectify/{token}", dependencies=[Public])

LINK_UPLOADS = 60
"""Uploads a week under one link: six photos, taken again a few times."""

PER_LINK = 120
MISSES_PER_ADDRESS = 30

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


def link_holder(
    request: Request, session: Db, at: Now, token: Annotated[str, Path(max_length=64)]
) -> RectifyLink:
    """The link in the address. Whoever asks for one too often, or tries wrong ones, is slowed down.

    One address may be a whole street's: it answers for tokens we never made, and each of ours for
    itself, whether it still opens or not.

    The session reads for the system: what the holder sees is bounded by the one issue that the
    functions of `rectifying` are given.
    """
    per_link, misses = _throttles(request)
    address = address_of(request)
    session.info["address"] = address
    set_scope(session, EVERYWHERE)
    try:
        link = service.open_link(session, token, request.app.state.settings, at)
    except LinkGone as gone:
        if gone.ours:
            per_link.count(token, at)
        else:
            misses.count(address, at)
        raise
    per_link.count(str(link.id), at)
    return link


def _throttles(request: Request) -> tuple[Throttle, Throttle]:
    state = request.app.state
    if not hasattr(state, "rectify_throttles"):
        state.rectify_throttles = Throttle(PER_LINK), Throttle(MISSES_PER_ADDRESS)
    found: tuple[Throttle, Throttle] = state.rectify_throttles
    return found


Knocking = Annotated[RectifyLink, Depends(link_holder)]
COOKIE = "dudao_rectify"
"""The cookie of a browser that has shown the code; it goes to this link's addresses alone."""


def let_in(request: Request, session: Db, at: Now, link: Knocking) -> RectifyLink:
    """The link, once its code was shown where it has one.  Raises CodeNeeded."""
    told = request.cookies.get(COOKIE, "")
    if link.with_code and not passes(told, link.id, request.app.state.settings, at):
        unit = unit_of(session, link.issue_id)
        raise CodeNeeded(
            "请填 6 位验证码。不知道验证码，请打电话问市场监管所。",
            unit=unit.model_dump() if unit else None,
        )
    return link


Holder = Annotated[RectifyLink, Depends(let_in)]


def owner_of(link: RectifyLink) -> str:
    """The name under which uploads through a link are kept."""
    return f"link:{link.id}"


@router.get("")
def read_rectify(session: Db, at: Now, link: Holder) -> RectifyShown:
    """The issue behind the link."""
    return service.rectify_page(session, link, at)


@router.post("/code", status_code=204)
def show_code(
    request: Request, response: Response, session: Db, at: Now, link: Knocking, order: CodeTold
) -> None:
    """Show the code; this browser is then let in for a week."""
    settings = request.app.state.settings
    link_id = link.id
    try_code(session, link, order.code, settings, at)
    kept, until = pass_of(link_id, settings, at)
    response.set_cookie(
        COOKIE,
        kept,
        expires=until,
        path=request.url.path.removesuffix("/code"),
        secure=settings.public_url.startswith("https:"),
        httponly=True,
        samesite="strict",
    )


@router.post("")
def submit_rectify(session: Db, at: Now, link: Holder, order: RectifyOrder) -> RectifyShown:
    """Submit the rectification; the same id again is the same submission."""
    return service.submit_by_link(session, link, order, at)


@router.post("/extension")
def request_extension(session: Db, at: Now, link: Holder, order: ExtensionOrder) -> RectifyShown:
    """Ask for more days: once, before the deadline."""
    return service.request_extension_by_link(session, link, order, at)


@router.options("/media", status_code=204)
def upload_options(request: Request) -> Response:
    """What this tus server can do."""
    return tus.options(request)


@router.post("/media", status_code=201)
def create_upload(request: Request, session: Db, at: Now, link: Holder) -> Response:
    """Begin a tus upload of a photo."""
    return tus.create(request, session, owner_of(link), at, quota=LINK_UPLOADS)


@router.head("/media/sha256/{sha256}")
def has_photo(request: Request, session: Db, link: Holder, sha256: Sha256) -> Response:
    """Whether a photo of this issue, or sent through this link, is here."""
    return serving.copy(request, session, sha256, owner_of(link), issue_id=link.issue_id)


@router.get("/media/sha256/{sha256}", response_class=Response)
def read_photo(request: Request, session: Db, link: Holder, sha256: Sha256) -> Response:
    """A photo of this issue, or sent through this link: a copy without the camera's notes."""
    return serving.copy(request, session, sha256, owner_of(link), issue_id=link.issue_id)


@router.head("/media/{upload_id}")
def upload_offset(
    request: Request, session: Db, at: Now, link: Holder, upload_id: UUID
) -> Response:
    """How much of an upload has arrived."""
    return tus.head(request, session, owner_of(link), upload_id, at)


@router.patch("/media/{upload_id}", status_code=204)
async def continue_upload(
    request: Request, session: Db, at: Now, link: Holder, upload_id: UUID
) -> Response:
    """Send further bytes from `Upload-Offset`."""
    return await tus.patch(request, session, owner_of(link), upload_id, at)


@router.delete("/media/{upload_id}", status_code=204)
def give_up_upload(
    request: Request, session: Db, at: Now, link: Holder, upload_id: UUID
) -> Response:
    """Give an upload up."""
    return tus.terminate(request, session, owner_of(link), upload_id, at)
