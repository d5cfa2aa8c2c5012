"""tus 1.0 (creation, checksum, expiration, termination) for one owner's uploads.

The owner is a string, so that accounts and an enterprise's link share these functions:
`app/media/routes.py` mounts them for accounts, the ledger under an enterprise's token.
Protocol: https://tus.io/protocols/resumable-upload.
"""

import re
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from app.errors import PROBLEM, AppError, Malformed, TooLarge
from app.media import uploads
from app.media.models import Upload
from app.media.parts import OffsetMoved, Part
from app.media.pictures import NotAPicture
from app.media.shelf import Shelf, shelf_of
from app.media.tus_headers import (
    SUMS,
    VERSION,
    Checksum,
    check_version,
    checksum_of,
    metadata,
    number,
)
from app.media.uploads import ChecksumMismatch
from app.per_request import put_aside

ACCOUNT_QUOTA = 3000
"""Uploads a week for a person who signed in: some thirty visits with a photo for each item."""

_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotATusBody(AppError, status=415, slug="tus-body", title="上传格式不对"):
    """A PATCH with another content type."""


def options(request: Request) -> Response:
    """What this server can do."""
    return _answer(
        204,
        {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,checksum,expiration,termination",
            "Tus-Checksum-Algorithm": ",".join(SUMS),
            "Tus-Max-Size": str(_shelf(request).max_bytes),
        },
    )


def create(
    request: Request, session: Session, owner: str, at: datetime, *, quota: int = ACCOUNT_QUOTA
) -> Response:
    """Begin an upload, or go on with one: `Upload-Offset` says how much is already here."""
    check_version(request)
    shelf = _shelf(request)
    length = number(request, "Upload-Length")
    if length > shelf.max_bytes:
        raise TooLarge(f"照片不能超过 {shelf.max_bytes // 1024 // 1024} MB，请重新拍照。")
    if length == 0:
        raise Malformed("照片是空的，请重新拍照。")
    sha256, content_type = announced(request)
    if content_type not in _TYPES:
        raise NotAPicture
    upload = uploads.begin(
        session,
        shelf,
        owner=owner,
        sha256=sha256,
        length=length,
        content_type=content_type,
        metadata=request.headers.get("Upload-Metadata", ""),
        at=at,
        quota=quota,
    )
    offset, refused = _settle(session, shelf, upload, at)
    if refused:
        return _problem(refused)
    place = f"{request.url.path.rstrip('/')}/{upload.id}"
    return _answer(201, {"Location": place, **_progress(upload, offset)})


def announced(request: Request) -> tuple[str, str]:
    """The sha256 and the type of the bytes that an upload is about to bring."""
    header = request.headers.get("Upload-Metadata", "")
    if len(header) > uploads.LONGEST_METADATA:
        raise Malformed("Upload-Metadata 太长，请更新应用后重试。")
    told = metadata(header)
    sha256 = told.get("sha256", "").lower()
    if not _SHA256.fullmatch(sha256):
        raise Malformed("缺少照片的 sha256 摘要，请更新应用后重试。")
    return sha256, told.get("filetype", "image/jpeg")


def head(request: Request, session: Session, owner: str, upload_id: UUID, at: datetime) -> Response:
    """How much of an upload has arrived, and what it was begun with."""
    check_version(request)
    shelf = _shelf(request)
    upload = uploads.find(session, upload_id, owner, at)
    offset, refused = _settle(session, shelf, upload, at)
    if refused:
        return _problem(refused)
    headers = {
        "Upload-Length": str(upload.length),
        "Cache-Control": "no-store",
        **_progress(upload, offset),
    }
    if upload.told:
        headers["Upload-Metadata"] = upload.told
    return _answer(200, headers)


def _settle(
    session: Session, shelf: Shelf, upload: Upload, at: datetime
) -> tuple[int, AppError | None]:
    """How much has arrived; all of it only once the bytes lie on the shelf.

    A phone that reads the full length lets go of its copy, so what was cut off between the last
    byte and the shelf is finished here.
    """
    offset = uploads.offset_of(upload, shelf)
    if offset < upload.length or upload.finished_at is not None:
        return offset, None
    return offset, uploads.finish(session, shelf, upload, at)


async def patch(
    request: Request, session: Session, owner: str, upload_id: UUID, at: datetime
) -> Response:
    """Take further bytes; what arrived before a cut is kept."""
    check_version(request)
    if request.headers.get("Content-Type") != "application/offset+octet-stream":
        raise NotATusBody("上传格式不对，请更新应用后重试。")
    offset = number(request, "Upload-Offset")
    checksum = checksum_of(request)
    shelf = _shelf(request)
    upload = await run_in_threadpool(uploads.find, session, upload_id, owner, at)
    if upload.finished_at is not None:
        if offset != upload.length:
            raise OffsetMoved(upload.length)
        return _answer(204, _progress(upload, upload.length))
    # A slow phone must not hold a database connection while its bytes trickle in.
    async with put_aside(session):
        end = await _receive(request, shelf.part(upload_id), offset, upload.length, checksum)
    if end < upload.length:
        await run_in_threadpool(uploads.keep, session, upload, at)
        return _answer(204, _progress(upload, end))
    refused = await run_in_threadpool(uploads.finish, session, shelf, upload, at)
    return _problem(refused) if refused else _answer(204, _progress(upload, end))


async def _receive(
    request: Request, part: Part, offset: int, length: int, checksum: Checksum | None
) -> int:
    """Write the body to the part file as it comes; gives the new end."""
    if offset + int(request.headers.get("Content-Length") or 0) > length:
        raise TooLarge("上传的内容比登记的长，请重新开始上传。")
    if offset > part.size():
        raise OffsetMoved(part.size())
    end = offset
    cut = False
    try:
        async for piece in request.stream():
            if end + len(piece) > length:
                raise TooLarge("上传的内容比登记的长，请重新开始上传。")
            end = await run_in_threadpool(part.append, end, piece)
            if checksum is not None:
                checksum.seen.update(piece)
    except ClientDisconnect:
        # Its checksum can no longer be told; the whole file's sha256 is checked at the end.
        cut = True
    await run_in_threadpool(part.flush)
    if checksum is not None and not cut and checksum.seen.digest() != checksum.told:
        await run_in_threadpool(part.take_back, offset, end)
        raise ChecksumMismatch
    return end


def terminate(
    request: Request, session: Session, owner: str, upload_id: UUID, at: datetime
) -> Response:
    """Give an upload up."""
    check_version(request)
    upload = uploads.find(session, upload_id, owner, at)
    uploads.drop(session, _shelf(request), upload)
    return _answer(204, {})


def _shelf(request: Request) -> Shelf:
    return shelf_of(request.app.state.settings)


def _progress(upload: Upload, offset: int) -> dict[str, str]:
    return {
        "Upload-Offset": str(offset),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **headers})


def _problem(refused: AppError) -> Response:
    return JSONResponse(refused.body(), refused.status, refused.headers, PROBLEM)
