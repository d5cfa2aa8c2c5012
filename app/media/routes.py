"""Photos and signatures over HTTP: tus uploads and bytes by sha256."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from app.accounts.guards import Db, Now, Public, User, may
from app.accounts.roles import May
from app.media import serving, tus

router = APIRouter(prefix="/api/v1/media", tags=["media"])

Uploader = Annotated[User, may(May.UPLOAD_MEDIA)]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.options("", status_code=204, dependencies=[Public])
def upload_options(request: Request) -> Response:
    """What this tus server can do."""
    return tus.options(request)


@router.post("", status_code=201)
def create_upload(request: Request, session: Db, actor: Uploader, at: Now) -> Response:
    """Begin a tus upload; `Upload-Metadata: sha256 <base64 of hex>,filetype <base64>`."""
    return tus.create(request, session, actor.owner, at)


@router.head("/sha256/{sha256}")
def has_photo(request: Request, session: Db, actor: Uploader, sha256: Sha256) -> Response:
    """Whether the bytes are here, as far as this person may know."""
    return serving.photo(request, session, sha256, actor.owner)


@router.get("/sha256/{sha256}", response_class=Response)
def read_photo(request: Request, session: Db, actor: Uploader, sha256: Sha256) -> Response:
    """A photo this person uploaded, or a copy of one they see on a record.

    The copy lacks what the camera wrote beside the pixels (place, time, maker): it shows the same
    and does not hash to `sha256`, which is of the stored original.
    """
    return serving.photo(request, session, sha256, actor.owner)


@router.head("/{upload_id}")
def upload_offset(
    request: Request, session: Db, actor: Uploader, at: Now, upload_id: UUID
) -> Response:
    """How much of an upload has arrived."""
    return tus.head(request, session, actor.owner, upload_id, at)


@router.patch("/{upload_id}", status_code=204)
async def continue_upload(
    request: Request, session: Db, actor: Uploader, at: Now, upload_id: UUID
) -> Response:
    """Send further bytes from `Upload-Offset`; 409 when the server stands elsewhere."""
    return await tus.patch(request, session, actor.owner, upload_id, at)


@router.delete("/{upload_id}", status_code=204)
def give_up_upload(
    request: Request, session: Db, actor: Uploader, at: Now, upload_id: UUID
) -> Response:
    """Give an upload up; bytes already stored stay."""
    return tus.terminate(request, session, actor.owner, upload_id, at)
