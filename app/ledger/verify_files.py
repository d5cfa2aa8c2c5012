"""Proof of the photos: the bytes of every photo of an issue are hashed again."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from app.db import table_of
from app.ledger.models import Issue
from app.media.models import Media, MediaLink
from app.media.storage import Storage

_BATCH = 500
_PIECE = 1 << 20
_link, _issue, _media = table_of(MediaLink), table_of(Issue), table_of(Media)


@dataclass(frozen=True)
class BrokenFile:
    """A photo of an issue whose bytes are not those it was registered with."""

    number: str
    sha256: str
    why: str


def count_files(session: Session) -> int:
    """How many photos of issues have arrived."""
    query = sa.select(sa.func.count()).select_from(_shown().subquery())
    found: int = session.execute(query).scalar_one()
    return found


def verify_files(
    session: Session, storage: Storage, progress: Callable[[int], None] = lambda _: None
) -> Iterator[BrokenFile]:
    """Each photo that is missing or other than it was, under one issue that shows it."""
    last = ""
    while batch := session.execute(_shown(last).limit(_BATCH)).all():
        for sha256, number, size in batch:
            if why := _why(storage, sha256, size):
                yield BrokenFile(number, sha256, why)
            progress(1)
        last = batch[-1].sha256


def _shown(after: str = "") -> sa.Select[tuple[str, str, int]]:
    return (
        sa.select(_media.c.sha256, sa.func.min(_issue.c.number).label("number"), _media.c.size)
        .join(_link, _link.c.sha256 == _media.c.sha256)
        .join(_issue, _issue.c.id == _link.c.issue_id)
        .where(_media.c.sha256 > after)
        .group_by(_media.c.sha256, _media.c.size)
        .order_by(_media.c.sha256)
    )


def _why(storage: Storage, sha256: str, size: int) -> str | None:
    try:
        whole, length = hashlib.sha256(), 0
        with storage.open(sha256) as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
                length += len(piece)
    except FileNotFoundError:
        return "文件不见了"
    if whole.hexdigest() != sha256:
        return "文件内容被改过"
    return None if length == size else "登记的大小与文件不符"
