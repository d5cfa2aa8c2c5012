"""Relations changed set-wise: within hard caps, closed and opened in one go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.assignments.models import Assignment
from app.db import insert_rows, table_of
from app.entities.models import Entity
from app.ids import uuid7
from app.matching.loads import loads_now
from app.matching.own import in_force
from app.matching.reading import Held, accounts_by_id, cadres_of, chunks
from app.settings import Settings

_assignment = table_of(Assignment)


@dataclass(frozen=True)
class Change:
    """A relation to come about in place of the one that stands."""

    row: Any
    """The firm's place: `region_code` and above."""
    entity_id: UUID
    cadre_id: UUID | None
    level: str
    before: Held | None

    @property
    def former(self) -> UUID | None:
        """Who covers the firm until then."""
        return self.before.cadre_id if self.before else None

    @property
    def since(self) -> date | None:
        """Since when."""
        return self.before.valid_from if self.before else None


def beyond_caps(
    session: Session, wanted: Collection[Change], settings: Settings
) -> dict[UUID, str]:
    """Firms that would take a cadre beyond a hard cap, with the reason."""
    ids = {change.cadre_id for change in wanted if change.cadre_id is not None}
    accounts = accounts_by_id(session, ids)
    cadres = cadres_of(session, list(accounts.values()), in_force(settings))
    loads = loads_now(session, ids)
    full: dict[UUID, str] = {}
    while True:
        after = _after(loads, [change for change in wanted if change.entity_id not in full])
        passed = len(full)
        for change in wanted:
            to = change.cadre_id
            if to is None or to == change.former or change.entity_id in full:
                continue
            cap = cadres[to].cap
            if cap.hard and after[to] > cap.limit:
                full[change.entity_id] = f"{accounts[to].name}已到上限 {cap.limit} 家"
                after[to] -= 1
        # A firm passed over stays with whoever had it, and he may be over now.
        if len(full) == passed:
            return full


def _after(loads: Mapping[UUID, int], changes: Collection[Change]) -> dict[UUID, int]:
    after = dict(loads)
    for change in changes:
        if change.former == change.cadre_id:
            continue
        if change.former in after:
            after[change.former] -= 1
        if change.cadre_id is not None:
            after[change.cadre_id] = after.get(change.cadre_id, 0) + 1
    return after


def bring_about(
    session: Session, changes: Collection[Change], *, on: date, at: datetime
) -> dict[UUID, UUID]:
    """Close what stands and open what is to be, set-wise; per firm its new relation."""
    for some in chunks(change.before.id for change in changes if change.before):
        session.execute(
            sa.update(_assignment)
            .where(_assignment.c.id.in_(some), _assignment.c.valid_to.is_(None))
            .values(valid_to=_not_before(on), changed_at=at)
        )
    made = {change.entity_id: uuid7() for change in changes if change.cadre_id is not None}
    rows = [
        {
            "id": made[change.entity_id],
            "entity_id": change.entity_id,
            "cadre_id": change.cadre_id,
            "level": change.level,
            "valid_from": max(on, change.since) if change.since else on,
            "changed_at": at,
            "region_code": change.row.region_code,
            "town_code": change.row.town_code,
            "county_code": change.row.county_code,
            "city_code": change.row.city_code,
        }
        for change in changes
        if change.cadre_id is not None
    ]
    insert_rows(session, Assignment, rows)
    return made


def _not_before(on: date) -> sa.ColumnElement[date]:
    # A relation that was to begin later ends on the day it would have begun.
    return sa.case((_assignment.c.valid_from > on, _assignment.c.valid_from), else_=on)


def lock_firms(session: Session, ids: Collection[UUID]) -> None:
    """Whoever else assigns one of these firms waits until the caller's write ends."""
    for some in chunks(sorted(ids)):
        query = sa.select(col(Entity.id)).where(col(Entity.id).in_(some))
        session.execute(query.order_by(col(Entity.id)).with_for_update()).all()
