"""Bytes and what links to them: who may see them, what is still missing, uploads that finish.

Existence, bytes and linking are open only to who uploaded them, or who may see a record that
shows them; quoting a stranger's hash is answered as if it did not exist (DECISIONS 9).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.ids import uuid7
from app.media.models import Media, MediaLink, MediaOwner
from app.regions.scope import scope_of


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


def link(session: Session, links: list[NewLink]) -> None:
    """Write links, in the caller's write.

    A photo somebody else uploaded, but which this session may see, is linked as theirs; any other
    stranger's hash stays unfulfilled until the owner has uploaded the bytes too.
    """
    if not links:
        return
    wanted = {new.sha256 for new in links}
    own = _uploaded(session, wanted, {new.owner for new in links})
    seen = _seen(session, wanted)
    rows = []
    for new in links:
        row = {"id": uuid7(), **asdict(new)}
        if (new.sha256, new.owner) not in own and new.sha256 in seen:
            row["owner"] = seen[new.sha256]
        rows.append(row)
    session.execute(insert(MediaLink), rows)


def missing(session: Session, shas: Iterable[str], owner: str) -> list[str]:
    """Those photos whose bytes this owner has yet to send, in the order given, each once."""
    wanted = list(dict.fromkeys(shas))
    own = {sha256 for sha256, _ in _uploaded(session, set(wanted), {owner})}
    there = own | _seen(session, set(wanted)).keys()
    return [sha256 for sha256 in wanted if sha256 not in there]


def find(session: Session, sha256: str, owner: str, *, issue_id: UUID | None = None) -> Media:
    """The photo, for its uploader or for who may see a record that shows it.

    `issue_id` opens the photos of one issue to the holder of its link, whose session has no
    region of its own.  Raises PhotoNotFound.
    """
    known = bool(_uploaded(session, {sha256}, {owner})) or sha256 in _seen(
        session, {sha256}, issue_id
    )
    found = session.get(Media, sha256) if known else None
    if found is None:
        raise PhotoNotFound
    return found


def _uploaded(session: Session, shas: set[str], owners: set[str]) -> set[tuple[str, str]]:
    query = select(MediaOwner.sha256, MediaOwner.owner).where(
        col(MediaOwner.sha256).in_(shas), col(MediaOwner.owner).in_(owners)
    )
    return set(session.exec(query))


def _seen(session: Session, shas: set[str], issue_id: UUID | None = None) -> dict[str, str]:
    """Photo → uploader, for arrived photos on records this session may see."""
    # The system's own sessions see every record: for them only what was named opens a photo.
    if issue_id is None and scope_of(session).everywhere:
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
    return dict(session.exec(query).all())
