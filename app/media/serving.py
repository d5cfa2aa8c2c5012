"""Photo bytes over HTTP, for whoever may see them: as stored, as a copy, as a stamped copy.

Only the account that sent a photo gets the stored bytes. Everybody else gets a copy without what
the camera wrote beside the pixels. The address and every digest we show are those of the stored
original, so a copy does not hash to its address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import anyio
from anyio.lowlevel import RunVar
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from app.media import service
from app.media.models import Media
from app.media.shelf import shelf_of
from app.media.stamping import stamped
from app.media.stripping import stripped
from app.per_request import put_aside

_ORIGINAL = "private, max-age=31536000, immutable"
_COPY = "private, max-age=86400"
"""The way a copy is made may yet improve."""

STAMPS_AT_ONCE = 2
"""Each holds a decoded picture; more at once would only be slower."""
_turns: RunVar[anyio.CapacityLimiter] = RunVar("dudao_stamps")


@dataclass(frozen=True)
class Evidence:
    """A photo of a record, and what the record says of it, line by line."""

    media: Media
    lines: list[str]


def photo(request: Request, session: Session, sha256: str, owner: str) -> Response:
    """The stored bytes for who sent them, a copy for everybody else."""
    if not service.uploaded_by(session, sha256, owner):
        return copy(request, session, sha256, owner)
    media, data = _read(request, service.find(session, sha256, owner))
    return _answer(request, media, data, media.sha256, _ORIGINAL)


def copy(
    request: Request, session: Session, sha256: str, owner: str, *, issue_id: UUID | None = None
) -> Response:
    """A copy for whoever is not the one person behind `owner`, such as the holder of a link."""
    media, data = _read(request, service.find(session, sha256, owner, issue_id=issue_id))
    clean = stripped(data, media.content_type)
    return _answer(request, media, clean, f"{media.sha256}.copy", _COPY)


async def stamped_copy(
    request: Request, session: Session, find: Callable[[], Evidence]
) -> Response:
    """A copy with its record's words and the original's digest below it."""
    found = await run_in_threadpool(find)
    # Drawing takes a while: meanwhile another request may have the connection.
    async with put_aside(session):
        made = await anyio.to_thread.run_sync(_stamped, request, found, limiter=_limiter())
    return Response(made, headers={**_SAFE, "Cache-Control": _COPY}, media_type="image/jpeg")


def _stamped(request: Request, found: Evidence) -> bytes:
    _, data = _read(request, found.media)
    return stamped(data, [*found.lines, f"原图 SHA-256 {found.media.sha256}"])


def _limiter() -> anyio.CapacityLimiter:
    limiter = _turns.get(None)
    if limiter is None:
        limiter = anyio.CapacityLimiter(STAMPS_AT_ONCE)
        _turns.set(limiter)
    return limiter


def _read(request: Request, media: Media) -> tuple[Media, bytes]:
    try:
        with shelf_of(request.app.state.settings).storage.open(media.sha256) as file:
            return media, file.read()
    except FileNotFoundError:
        # A database restored without its files: the phone that still has them is to know.
        raise service.PhotoNotFound from None


_SAFE = {
    # On a phone that two people share, neither is given what the other's browser kept.
    "Vary": "Authorization",
    # A photo is looked at, never run.
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def _answer(request: Request, media: Media, data: bytes, tag: str, keep: str) -> Response:
    """HEAD gets the same without the bytes."""
    headers = {
        **_SAFE,
        "Cache-Control": keep,
        "ETag": f'"{tag}"',
        "Content-Length": str(len(data)),
    }
    body = None if request.method == "HEAD" else data
    return Response(body, headers=headers, media_type=media.content_type)
