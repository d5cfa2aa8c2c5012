"""Uploads under way: begun, found again, finished, forgotten."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, event, func, insert, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.db import begin_write, insert_missing
from app.errors import AppError, NotFound, TooMany
from app.ids import uuid7
from app.media.models import Media, MediaOwner, Upload
from app.media.parts import OffsetMoved, Part
from app.media.pictures import NotAPicture, examine
from app.media.shelf import Shelf

KEPT = timedelta(days=7)
"""How long an upload waits for its next byte, and a finished one is remembered."""
_NOT_WORTH_A_WRITE = timedelta(hours=1)
LONGEST_METADATA = 1000
"""Of `Upload-Metadata` as the client sent it, which HEAD has to give back."""


class UploadNotFound(NotFound, slug="upload-not-found"):
    """No such upload of this owner, or it has expired."""

    def __init__(self) -> None:
        super().__init__("这次上传不存在或已过期，请重新开始上传。")


class ChecksumMismatch(AppError, status=460, slug="checksum-mismatch", title="校验不一致"):
    """The bytes that arrived are not those that were announced."""

    def __init__(self) -> None:
        super().__init__(
            "照片在传输中出错，手机会自动重新上传。", headers={"Tus-Resumable": "1.0.0"}
        )


def begin(
    session: Session,
    shelf: Shelf,
    *,
    owner: str,
    sha256: str,
    length: int,
    content_type: str,
    metadata: str,
    at: datetime,
    quota: int,
) -> Upload:
    """An upload for these bytes; nothing is left to send where they are here already.

    A phone that lost the address of its upload gets the same one back. Raises TooMany when the
    owner has begun more than `quota` uploads within a week.
    """
    # A database restored without its files must not tell a phone that its photo is safe here.
    stored = shelf.storage.exists(sha256)
    again = _under_way(session, owner, sha256, length, at)
    if again is not None:
        if again.finished_at is not None and not stored:
            _reopen(session, shelf, again)
        return again
    begun = session.scalar(
        select(func.count()).where(Upload.owner == owner, col(Upload.expires_at) > at)
    )
    if (begun or 0) >= quota:
        raise TooMany("上传的照片太多，请明天再试；急需上传请联系市场监管所。", retry_after_s=86400)
    arrived = stored and session.get(MediaOwner, (sha256, owner)) is not None
    upload = Upload(
        id=uuid7(),
        owner=owner,
        sha256=sha256,
        length=length,
        content_type=content_type,
        told=metadata,
        created_at=at,
        expires_at=at + KEPT,
        finished_at=at if arrived else None,
    )
    begin_write(session)
    _sweep(session, shelf, at)
    session.execute(insert(Upload), [upload.model_dump()])
    if not arrived:
        shelf.part(upload.id).create()
    return upload


def _reopen(session: Session, shelf: Shelf, upload: Upload) -> None:
    begin_write(session)
    session.execute(update(Upload).where(col(Upload.id) == upload.id).values(finished_at=None))
    shelf.part(upload.id).create()
    session.refresh(upload)


def _under_way(
    session: Session, owner: str, sha256: str, length: int, at: datetime
) -> Upload | None:
    query = select(Upload).where(
        Upload.owner == owner,
        Upload.sha256 == sha256,
        Upload.length == length,
        col(Upload.expires_at) > at,
    )
    return session.exec(query.order_by(col(Upload.created_at)).limit(1)).first()


def find(session: Session, upload_id: UUID, owner: str, at: datetime) -> Upload:
    """This owner's upload.  Raises UploadNotFound."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.owner != owner or upload.expires_at <= at:
        raise UploadNotFound
    return upload


def offset_of(upload: Upload, shelf: Shelf) -> int:
    """How many bytes have arrived."""
    return upload.length if upload.finished_at else shelf.part(upload.id).size()


def keep(session: Session, upload: Upload, at: datetime) -> None:
    """Bytes came: the upload waits for the next ones from now on."""
    later = at + KEPT
    if later - upload.expires_at < _NOT_WORTH_A_WRITE:
        return
    begin_write(session)
    session.execute(update(Upload).where(col(Upload.id) == upload.id).values(expires_at=later))
    set_committed_value(upload, "expires_at", later)


def finish(session: Session, shelf: Shelf, upload: Upload, at: datetime) -> AppError | None:
    """Put a complete upload on the shelf for good; or drop it, and tell why.

    The reason is returned, not raised, for the dropping must be committed with the answer.
    Raises UploadNotFound where another request dropped it meanwhile, OffsetMoved where its part
    file was lost.
    """
    part = shelf.part(upload.id)
    try:
        file = part.open()
    except FileNotFoundError:
        _check_finished(session, upload)
        return None
    with file:
        whole = hashlib.file_digest(file, "sha256").hexdigest()
        if whole != upload.sha256:
            drop(session, shelf, upload)
            return ChecksumMismatch()
        try:
            picture = examine(file)
        except NotAPicture as refused:
            drop(session, shelf, upload)
            return refused
        file.seek(0)
        shelf.storage.put(whole, file)
    media = Media(
        sha256=whole,
        size=upload.length,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        stored_at=at,
    )
    begin_write(session)
    insert_missing(session, Media, [media.model_dump()])
    insert_missing(session, MediaOwner, [{"sha256": whole, "owner": upload.owner}])
    done = update(Upload).where(col(Upload.id) == upload.id)
    session.execute(done.values(finished_at=at, expires_at=at + KEPT))
    _after_commit(session, [part])
    return None


def _check_finished(session: Session, upload: Upload) -> None:
    # What this request read before may be older than what the other one committed.
    session.commit()
    query = select(Upload.id, Upload.finished_at).where(Upload.id == upload.id)
    found = session.exec(query).one_or_none()
    if found is None:
        raise UploadNotFound
    if found[1] is None:
        raise OffsetMoved(0)


def drop(session: Session, shelf: Shelf, upload: Upload) -> None:
    """Forget an upload and what arrived of it; bytes already on the shelf stay."""
    begin_write(session)
    session.execute(delete(Upload).where(col(Upload.id) == upload.id))
    _after_commit(session, [shelf.part(upload.id)])


def _sweep(session: Session, shelf: Shelf, at: datetime) -> None:
    gone = session.scalars(
        delete(Upload).where(col(Upload.expires_at) <= at).returning(col(Upload.id))
    )
    _after_commit(session, [shelf.part(upload_id) for upload_id in gone])


def _after_commit(session: Session, parts: list[Part]) -> None:
    # Not before: a write that fails must find the bytes where they were.
    @event.listens_for(session, "after_commit", once=True)
    def tidy(_: Session) -> None:
        for part in parts:
            part.drop()
