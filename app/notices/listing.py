"""公示牌 of a place: which hang, which no longer hold, which were never printed or made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from app.clock import shanghai_date
from app.entities.models import Entity
from app.notices import codes
from app.notices.facts import facts_of
from app.notices.models import Notice
from app.notices.printed import outdated
from app.notices.resolving import GONE
from app.notices.states import State, in_state, state_of
from app.regions.models import Region

COMPARED = 500
LOOKED_AT = 5_000
"""Papers compared for one page; the next page goes on from there."""
COUNTED = 20_000
"""Papers compared to count those that no longer hold."""


class NoticeRow(BaseModel):
    """The notice of one entity, or that it has none."""

    entity_id: UUID
    entity_name: str
    address: str
    place: str
    id: UUID | None
    token: str | None
    number: str
    version: int
    issued_on: date | None
    printed_on: date | None
    state: State
    changed: list[str]
    """The parts of its paper that no longer hold."""
    revoked_on: date | None
    revoked_for: str


class NoticePage(BaseModel):
    """One page; `next` is the cursor of the following, which may be shorter than asked."""

    items: list[NoticeRow]
    next: UUID | None


class NoticeCounts(BaseModel):
    """How many there are of each state."""

    none: int
    unprinted: int
    printed: int
    changed: int
    complete: bool
    """Whether every paper was compared; else there are at least so many that no longer hold."""
    revoked: int
    """A thousand at most."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; None means any."""

    state: State | None = None
    region: str | None = None
    q: str = ""
    entity: UUID | None = None


Pair = tuple[Entity, Notice | None]


def page(session: Session, wanted: Wanted, *, cursor: UUID | None, limit: int) -> NoticePage:
    """One page in the order of place and name; of the withdrawn ones the latest first."""
    if wanted.state == "revoked":
        return _revoked(session, wanted, cursor, limit)
    compares = wanted.state in ("valid", "changed")
    size = COMPARED if compares else limit
    rows: list[NoticeRow] = []
    looked = 0
    while True:
        pairs = _pairs(session, wanted, cursor, size + 1)
        for row in _rows(session, pairs[:size]):
            if len(rows) == limit:
                return NoticePage(items=rows, next=cursor)
            cursor = row.entity_id
            if not compares or row.state == wanted.state:
                rows.append(row)
        looked += size
        if len(pairs) <= size:
            return NoticePage(items=rows, next=None)
        if len(rows) == limit or looked >= LOOKED_AT:
            return NoticePage(items=rows, next=cursor)


def counts(session: Session, region: str | None) -> NoticeCounts:
    """How many of each state in a place."""
    here = _within(region)
    none, unprinted, printed = (
        _count(session, [*here, in_state(state)]) for state in ("none", "unprinted", "valid")
    )
    gone = select(Notice.id).join(Entity, col(Entity.id) == col(Notice.entity_id))
    revoked = gone.where(col(Notice.revoked_at).is_not(None), *_places(region)).limit(1000)
    changed, looked, cursor = 0, 0, None
    while looked < COUNTED:
        pairs = _pairs(session, Wanted("valid", region), cursor, COMPARED)
        changed += sum(row.state == "changed" for row in _rows(session, pairs))
        looked += len(pairs)
        if len(pairs) < COMPARED:
            break
        cursor = pairs[-1][0].id
    return NoticeCounts(
        none=none,
        unprinted=unprinted,
        printed=printed,
        changed=changed,
        complete=looked >= printed,
        revoked=len(session.exec(revoked).all()),
    )


_JOINED = sa.and_(col(Notice.entity_id) == col(Entity.id), col(Notice.revoked_at).is_(None))


def _pairs(session: Session, wanted: Wanted, cursor: UUID | None, limit: int) -> list[Pair]:
    query = select(Entity, Notice).join(Notice, _JOINED, isouter=True).where(*_conditions(wanted))
    order = (col(Entity.region_code), col(Entity.name), col(Entity.id))
    last = session.get(Entity, cursor) if cursor else None
    if last is not None:
        after = sa.tuple_(*order) > sa.tuple_(
            sa.literal(last.region_code), sa.literal(last.name), sa.literal(last.id)
        )
        query = query.where(after)
    found = session.exec(query.order_by(*order, col(Notice.version)).limit(limit))
    return [(entity, notice) for entity, notice in found]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = _within(wanted.region)
    if wanted.state is not None:
        found.append(in_state(wanted.state))
    if wanted.entity is not None:
        found.append(col(Entity.id) == wanted.entity)
    if wanted.q:
        code = codes.as_short_code(wanted.q)
        named = [col(c).icontains(wanted.q, autoescape=True) for c in (Entity.name, Entity.address)]
        found.append(or_(*named, *([col(Notice.short_code) == code] if code else [])))
    return found


def _within(region: str | None) -> list[ColumnElement[bool]]:
    return [col(Entity.state).not_in(sorted(GONE)), *_places(region)]


def _places(region: str | None) -> list[ColumnElement[bool]]:
    if region is None:
        return []
    columns = (Entity.region_code, Entity.town_code, Entity.county_code, Entity.city_code)
    return [or_(*(col(column) == region for column in columns))]


def _count(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    query = select(sa.func.count()).select_from(Entity).join(Notice, _JOINED, isouter=True)
    return session.exec(query.where(*conditions)).one()


def _rows(session: Session, pairs: Sequence[Pair]) -> list[NoticeRow]:
    facts = facts_of(session, [entity.id for entity, notice in pairs if notice])
    places = _places_of(session, {entity.region_code for entity, _ in pairs})
    rows = []
    for entity, notice in pairs:
        changed = outdated(notice.printed, facts[entity.id]) if notice else []
        state: State = "none" if notice is None else state_of(notice, changed)
        rows.append(_row(entity, notice, places, state, changed))
    return rows


def _row(
    entity: Entity, notice: Notice | None, places: dict[str, str], state: State, changed: list[str]
) -> NoticeRow:
    told: dict[str, Any] = {"id": None, "token": None, "number": "", "version": 0}
    if notice is not None:
        told = {
            "id": notice.id,
            "token": notice.token,
            "number": codes.grouped(notice.short_code),
            "version": notice.version,
        }
    return NoticeRow(
        entity_id=entity.id,
        entity_name=entity.name,
        address=entity.address,
        place=places.get(entity.region_code, ""),
        issued_on=shanghai_date(notice.issued_at) if notice else None,
        printed_on=shanghai_date(notice.printed_at) if notice and notice.printed_at else None,
        state=state,
        changed=changed,
        revoked_on=shanghai_date(notice.revoked_at) if notice and notice.revoked_at else None,
        revoked_for=notice.revoked_for if notice else "",
        **told,
    )


def _places_of(session: Session, regions: set[str]) -> dict[str, str]:
    query = select(Region.code, Region.path_name).where(col(Region.code).in_(regions))
    return dict(session.exec(query).all())


def _revoked(session: Session, wanted: Wanted, cursor: UUID | None, limit: int) -> NoticePage:
    query = (
        select(Entity, Notice)
        .join(Notice, col(Notice.entity_id) == col(Entity.id))
        .where(col(Notice.revoked_at).is_not(None), *_places(wanted.region))
    )
    if wanted.q:
        query = query.where(col(Entity.name).icontains(wanted.q, autoescape=True))
    if cursor is not None:
        query = query.where(col(Notice.id) < cursor)
    found = session.exec(query.order_by(col(Notice.id).desc()).limit(limit + 1)).all()
    places = _places_of(session, {entity.region_code for entity, _ in found})
    rows = [_row(entity, notice, places, "revoked", []) for entity, notice in found[:limit]]
    return NoticePage(items=rows, next=rows[-1].id if len(found) > limit else None)
