"""The shelf of a running installation: the shipped files, and what its offices published.

Published versions live in the database, which all processes share; each process sees a new one
within `FRESH_S`.  They are numbered from `FIRST_OWN` on, so that a later delivery of files never
meets a number that is taken.
"""

import json
from datetime import datetime
from time import monotonic
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from app.checklists.format import Checklist
from app.checklists.freezing import digest
from app.checklists.library import Library, ReleasedChecklistError, Version, get_library
from app.checklists.models import PUBLISHED, ChecklistVersion
from app.checklists.reading import Document, Problem
from app.db import table_of

FRESH_S = 2.0
"""How long a process goes by what it has read."""
FIRST_OWN = 101

_known: WeakKeyDictionary[Engine, tuple[float, Library]] = WeakKeyDictionary()


def shelf_of(session: Session, holding: tuple[str, int] | None = None) -> Library:
    """Every version of this installation, at most `FRESH_S` old.

    Without the version `holding` on it, it is read anew at once: another process may have
    published that a moment ago.  Raises ReleasedChecklistError for one that was changed.
    """
    engine = session.get_bind().engine
    found = _known.get(engine)
    stale = found is None or monotonic() - found[0] > FRESH_S
    lacking = found is not None and holding is not None and found[1].get(*holding) is None
    if found is None or stale or lacking:
        shelf = _read(session, found[1] if found else get_library())
        found = _known[engine] = (monotonic(), shelf)
    return found[1]


def frozen(body: Checklist, at: datetime, by: str | None = None) -> ChecklistVersion:
    """A checklist as the database keeps it once an office has published it."""
    return ChecklistVersion(
        id=body.id,
        version=body.version,
        digest=digest(body),
        name=body.name,
        business_type=body.business_type,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        body=body.model_dump(mode="json"),
        origin=PUBLISHED,
        published_at=at,
        published_by=by,
    )


def forget(session: Session) -> None:
    """Read the shelf anew at its next use: something has just been published."""
    _known.pop(session.get_bind().engine, None)


def own_number(library: Library, id: str) -> int:
    """The number of the next version that is published on this installation."""
    return max([FIRST_OWN, *(v.version + 1 for v in library if v.id == id)])


def _read(session: Session, before: Library) -> Library:
    shipped = get_library()
    # A plain statement: this is asked in the middle of all kinds of work, and must flush nothing.
    table = table_of(ChecklistVersion)
    rows = session.execute(
        sa.select(table.c.id, table.c.version, table.c.digest).where(table.c.origin == PUBLISHED)
    ).all()
    if not rows:
        return shipped
    own = [
        _same(before, row.id, row.version, row.digest)
        or _version(session, row.id, row.version, row.digest)
        for row in rows
    ]
    return Library([*shipped, *own], shipped.flags, shipped.statutes)


def _same(before: Library, id: str, number: int, kept: str) -> Version | None:
    """A version never changes: one that was read before is not read again."""
    found = before.get(id, number)
    return found if found is not None and found.digest == kept else None


def _version(session: Session, id: str, number: int, kept: str) -> Version:
    table = table_of(ChecklistVersion)
    row = sa.select(table.c.body).where(table.c.id == id, table.c.version == number)
    body = Checklist.model_validate_json(json.dumps(session.execute(row).scalar_one()))
    name = f"{id} 第 {number} 版"
    if digest(body) != kept:
        text = "数据库里的内容与发布时不同，请从备份恢复这一版"
        raise ReleasedChecklistError([Problem(name, 1, text)])
    return Version(body, Document(name, None, None), kept)
