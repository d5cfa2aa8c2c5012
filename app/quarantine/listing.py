"""未送达: the office's list and one record of it; the administrator's, without what it says."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.user import User
from app.db import table_of
from app.entities.models import Entity
from app.errors import NotFound
from app.media.models import MediaOwner
from app.quarantine.keeping import came_by_itself
from app.quarantine.models import Fate, Quarantined
from app.quarantine.wire import (
    Author,
    EntityNamed,
    KeptPage,
    KeptPhoto,
    KeptRow,
    KeptShown,
    WatchedPage,
    WatchedRow,
)
from app.regions.scope import Scope, visible

_handler = aliased(Account)
_ROWS = (
    select(Quarantined, Account, Entity.name, col(_handler.name))
    .join(Account, col(Account.id) == Quarantined.account_id)
    .outerjoin(Entity, col(Entity.id) == Quarantined.entity_id)
    .outerjoin(_handler, col(_handler.id) == Quarantined.handled_by)
)


def page(session: Session, *, state: Fate, cursor: UUID | None, limit: int) -> KeptPage:
    """A page of the records kept for this session's region, the newest first."""
    wanted = _ROWS.where(Quarantined.state == state, _still_waiting())
    if cursor is not None:
        wanted = wanted.where(col(Quarantined.id) < cursor)
    rows = session.exec(wanted.order_by(col(Quarantined.id).desc()).limit(limit + 1)).all()
    waiting = select(sa.func.count()).select_from(Quarantined)
    waiting = waiting.where(Quarantined.state == Fate.WAITING, _still_waiting())
    arrived = _arrived(session, [row[0] for row in rows[:limit]])
    return KeptPage(
        items=[KeptRow(**_row(*row, arrived)) for row in rows[:limit]],
        next=str(rows[limit - 1][0].id) if len(rows) > limit else None,
        total=session.exec(waiting).one(),
    )


def shown(session: Session, id: UUID) -> KeptShown:
    """One kept record.  Raises NotFound outside the session's scope."""
    found = session.exec(_ROWS.where(Quarantined.id == id)).first()
    if found is None:
        raise NotFound("没有这条记录，或不在权限范围内，请返回列表刷新。")
    row = found[0]
    arrived = _arrived(session, [row])
    return KeptShown(
        **_row(*found, arrived),
        subject=row.subject,
        body=row.body,
        media=[
            KeptPhoto(sha256=sha, arrived=(sha, _owner(row)) in arrived)
            for sha in dict.fromkeys(row.photos)
        ],
    )


def photo_owner(session: Session, id: UUID, sha256: str) -> str:
    """Under whose name a photo of a kept record lies.  Raises NotFound."""
    row = session.get(Quarantined, id)
    if row is None or sha256 not in row.photos:
        raise NotFound("没有这张照片，或不在权限范围内，请返回列表刷新。")
    return _owner(row)


def watched(
    session: Session, *, state: Fate, cursor: UUID | None, limit: int, by: User
) -> WatchedPage:
    """What is kept of the accounts of an administrator's region.

    The plain table, for an administrator's session sees no row of a place.
    """
    kept = table_of(Quarantined)
    own_region = visible(Account, Scope(level=by.level, region_code=by.region_code))
    here = (kept.c.state == state, own_region)
    names = ("id", "kind", "problem", "size", "photos", "made_at", "received_at", "state")
    wanted = (
        sa.select(
            *(kept.c[name] for name in names),
            col(Account.name),
            col(Account.username),
            col(Account.disabled_at),
        )
        .join(Account, col(Account.id) == kept.c.account_id)
        .where(*here)
    )
    if cursor is not None:
        wanted = wanted.where(kept.c.id < cursor)
    rows = session.execute(wanted.order_by(kept.c.id.desc()).limit(limit + 1)).all()
    waiting = sa.select(sa.func.count()).select_from(kept)
    waiting = waiting.join(Account, col(Account.id) == kept.c.account_id)
    return WatchedPage(
        items=[
            WatchedRow(
                id=row.id,
                author=row.name,
                username=row.username,
                disabled=row.disabled_at is not None,
                kind=row.kind,
                reason="refused" if row.problem else "account_ended",
                why=str((row.problem or {}).get("title", ""))[:60],
                size=row.size,
                photos=len(row.photos),
                made_at=row.made_at,
                received_at=row.received_at,
                state=row.state,
            )
            for row in rows[:limit]
        ],
        next=str(rows[limit - 1].id) if len(rows) > limit else None,
        total=session.execute(waiting.where(kept.c.state == Fate.WAITING, own_region)).scalar_one(),
    )


def _still_waiting() -> ColumnElement[bool]:
    # Switched on again, an account's phone sends the visit the usual way.
    here = sa.exists().where(came_by_itself())
    return sa.or_(col(Quarantined.state) != Fate.WAITING, ~here)


def _row(
    row: Quarantined,
    author: Account,
    entity: str | None,
    handler: str | None,
    arrived: set[tuple[str, str]],
) -> dict[str, Any]:
    names = ("id", "kind", "title", "made_at", "received_at", "receipt_no", "state")
    more = ("handled_at", "note", "record_id")
    photos = set(row.photos)
    return {name: getattr(row, name) for name in (*names, *more)} | {
        "entity": EntityNamed(id=row.entity_id, name=entity) if row.entity_id and entity else None,
        "author": Author(
            id=author.id,
            name=author.name,
            post=author.post,
            disabled=author.disabled_at is not None,
        ),
        "reason": "refused" if row.problem else "account_ended",
        "why": _sentence(row.problem or {}),
        "photos": len(photos),
        "photos_arrived": sum((sha, _owner(row)) in arrived for sha in photos),
        "handled_by": handler,
        "record_no": (row.outcome or {}).get("receipt_no"),
    }


def _sentence(problem: dict[str, Any]) -> str:
    """The refusal and everything it names; the phone sent it, so nothing is taken for granted."""
    said = str(problem.get("detail") or problem.get("title") or "").rstrip("。")
    errors = problem.get("errors")
    named = [
        str(error.get("detail", "")).rstrip("。")
        for error in (errors if isinstance(errors, list) else [])
        if isinstance(error, dict)
    ]
    return f"{said}：{'；'.join(named)}"[:600] if named else said[:600]


def _owner(row: Quarantined) -> str:
    return f"account:{row.account_id}"


def _arrived(session: Session, rows: Iterable[Quarantined]) -> set[tuple[str, str]]:
    """Which photos of these records are here, each with who uploaded it."""
    wanted = {(sha, _owner(row)) for row in rows for sha in row.photos}
    owners = {owner for _, owner in wanted}
    query = select(MediaOwner.sha256, MediaOwner.owner).where(
        col(MediaOwner.sha256).in_({sha for sha, _ in wanted}), col(MediaOwner.owner).in_(owners)
    )
    return set(session.exec(query)) & wanted
