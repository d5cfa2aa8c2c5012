"""Photo bytes over HTTP, for whoever may see them.

Only the account that sent a photo gets the stored bytes. Everybody else gets a copy without what
the camera wrote beside the pixels. The address and every digest we show are those of the stored
original, so a copy does not hash to its address.
"""

from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from app.media import service
from app.media.models import Media
from app.media.shelf import shelf_of
from app.media.stripping import stripped

_ORIGINAL = "private, max-age=31536000, immutable"
_COPY = "private, max-age=86400"
"""The way a copy is made may yet improve."""


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


def _read(request: Request, media: Media) -> tuple[Media, bytes]:
    try:
        with shelf_of(request.app.state.settings).storage.open(media.sha256) as file:
            return media, file.read()
    except FileNotFoundError:
        # A database restored without its files: the phone that still has them is to know.
        raise service.PhotoNotFound from None


def _answer(request: Request, media: Media, data: bytes, tag: str, keep: str) -> Response:
    """HEAD gets the same without the bytes."""
    headers = {
        "Cache-Control": keep,
        "ETag": f'"{tag}"',
        # On a phone that two people share, neither is given what the other's browser kept.
        "Vary": "Authorization",
        "Content-Length": str(len(data)),
        # A photo is looked at, never run.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    body = None if request.method == "HEAD" else data
    return Response(body, headers=headers, media_type=media.content_type)
