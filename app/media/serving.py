"""Photo bytes over HTTP, for whoever may see them."""

from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from app.media import service
from app.media.shelf import shelf_of


def photo(
    request: Request, session: Session, sha256: str, owner: str, *, issue_id: UUID | None = None
) -> Response:
    """The bytes, which never change, so a browser keeps them; HEAD gets the same without them."""
    media = service.find(session, sha256, owner, issue_id=issue_id)
    storage = shelf_of(request.app.state.settings).storage
    if not storage.exists(sha256):
        # A database restored without its files: the phone that still has them is to know.
        raise service.PhotoNotFound
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{media.sha256}"',
        "Content-Length": str(media.size),
        # A photo is looked at, never run.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if request.method == "HEAD":
        return Response(headers=headers, media_type=media.content_type)
    with storage.open(sha256) as file:
        return Response(file.read(), headers=headers, media_type=media.content_type)
