"""Bytes and what links to them: who may see them, what is still missing, uploads that finish.

Existence, bytes and linking are open only to who uploaded them, or who may see a record that
shows them; quoting a stranger's hash is answered as if it did not exist (DECISIONS 9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.db import insert_rows, table_of
from app.errors import NotFound
from app.ids import uuid7
from app.media.models import Media, MediaLink, MediaOwner
from app.plain import Plain
from app.regions.scope import scope_of

_owner = table_of(MediaOwner)


class PhotoNotFound(NotFound, slug="photo-not-found"):
    """No such bytes, or not for this person to know of."""

    def __init__(self) -> None:
        super().__init__("没有这张照片，或不在权限范围内，请返回上一页刷新。")


@dataclass(frozen=True)
class NewLink:
    """A record shows a photo; `owner` is who promised its bytes."""

    sha256: str
    role: str
    owner: str
    entity_id: UUID
    region_code: str
    city_code: str
    county_code: str
    town_code: str
    inspection_id: UUID | None = None
    issue_id: UUID | None = None


def link(session: Session, links: list[NewLink]) -> list[str]:
    """Write links, in the caller's write; gives the photos whose bytes are yet to come, each once.

    A photo somebody else uploaded, but which this session may see, is linked as theirs; any other
    stranger's hash stays unfulfilled until the owner has uploaded the bytes too.
    """
    if not links:
        return []
    uploaded = _uploaded(session, {new.sha256 for new in links})
    arrived = {sha256 for sha256, _ in uploaded}
    others = {n.sha256 for n in links if (n.sha256, n.owner) not in uploaded}
    # Mostly nothing has arrived yet when a record does: then there is nothing to look through.
    seen = _seen(session, others & arrived)
    rows = []
    pending: dict[str, None] = {}
    for new in links:
        row = {"id": uuid7(), **vars(new)}
        if (new.sha256, new.owner) not in uploaded:
            if new.sha256 in seen:
                row["owner"] = seen[new.sha256]
            else:
                pending[new.sha256] = None
        rows.append(row)
    insert_rows(session, MediaLink, rows)
    return list(pending)


def missing(session: Session, shas: Iterable[str], owner: str) -> list[str]:
    """Those photos whose bytes this owner has yet to send, in the order given, each once."""
    wanted = list(dict.fromkeys(shas))
    uploaded = _uploaded(session, set(wanted))
    own = {sha256 for sha256, uploader in uploaded if uploader == owner}
    others = {sha256 for sha256, _ in uploaded} - own
    there = own | _seen(session, others).keys()
    return [sha256 for sha256 in wanted if sha256 not in there]


def find(session: Session, sha256: str, owner: str, *, issue_id: UUID | None = None) -> Media:
    """The photo, for its uploader or for who may see a record that shows it.

    `issue_id` opens the photos of one issue to the holder of its link, whose session has no
    region of its own.  Raises PhotoNotFound.
    """
    known = (sha256, owner) in _uploaded(session, {sha256}) or sha256 in _seen(
        session, {sha256}, issue_id
    )
    found = session.get(Media, sha256) if known else None
    if found is None:
        raise PhotoNotFound
    return found


def shown_on(
    session: Session,
    sha256: str,
    *,
    inspection_id: UUID | None = None,
    issue_id: UUID | None = None,
) -> Media:
    """A photo that this very record shows and whose bytes have arrived.  Raises PhotoNotFound."""
    seen = _seen(session, {sha256}, issue_id, inspection_id)
    found = session.get(Media, sha256) if seen else None
    if found is None:
        raise PhotoNotFound
    return found


def uploaded_by(session: Session, sha256: str, owner: str) -> bool:
    """Whether this owner sent these bytes."""
    return (sha256, owner) in _uploaded(session, {sha256})


def _uploaded(session: Session, shas: set[str]) -> set[tuple[str, str]]:
    """Who uploaded which of these photos; to judge by, never to show."""
    if not shas:
        return set()
    known = {f"sha{n}": sha256 for n, sha256 in enumerate(shas)}
    return {(row.sha256, row.owner) for row in _uploaders(len(shas)).rows(session, known)}


@cache
def _uploaders(count: int) -> Plain:
    wanted: list[sa.BindParameter[str]] = [sa.bindparam(f"sha{n}") for n in range(count)]
    return Plain(sa.select(_owner.c.sha256, _owner.c.owner).where(_owner.c.sha256.in_(wanted)))


def _seen(
    session: Session,
    shas: set[str],
    issue_id: UUID | None = None,
    inspection_id: UUID | None = None,
) -> dict[str, str]:
    """Photo → uploader, for arrived photos on records this session may see."""
    if not shas:
        return {}
    # The system's own sessions see every record: for them only what was named opens a photo.
    if issue_id is None and inspection_id is None and scope_of(session).everywhere:
        return {}
    query = (
        select(MediaLink.sha256, MediaLink.owner)
        .join(
            MediaOwner,
            (col(MediaOwner.sha256) == col(MediaLink.sha256))
            & (col(MediaOwner.owner) == col(MediaLink.owner)),
        )
        .where(col(MediaLink.sha256).in_(shas))
    )
    if issue_id is not None:
        query = query.where(MediaLink.issue_id == issue_id)
    if inspection_id is not None:
        query = query.where(MediaLink.inspection_id == inspection_id)
    return dict(session.exec(query).all())
