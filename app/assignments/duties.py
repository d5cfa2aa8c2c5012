"""What a cadre is in charge of, and which firms a leader keeps in touch with: read and written."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.assignments.models import CadreDuty, Liaison
from app.db import insert_missing, insert_rows, table_of
from app.entities.models import Entity

_duty = table_of(CadreDuty)
_liaison = table_of(Liaison)
_CHUNK = 500


@dataclass(frozen=True)
class Duty:
    """分管行业, 片区 and 包保上限 of one cadre."""

    lines: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    cap: int | None = None


NO_DUTY = Duty()


def duties_of(session: Session, cadre_ids: Iterable[UUID]) -> dict[UUID, Duty]:
    """The duties of those cadres that have any written down."""
    found: dict[UUID, Duty] = {}
    for some in _chunks(cadre_ids):
        for row in session.execute(sa.select(_duty).where(_duty.c.account_id.in_(some))):
            found[row.account_id] = Duty(tuple(row.lines), tuple(row.area_codes), row.cap)
    return found


def write_duties(session: Session, duties: Mapping[UUID, Duty]) -> None:
    """Set the duties of cadres, in the caller's write; whoever is not named keeps his."""
    for some in _chunks(duties):
        session.execute(sa.delete(_duty).where(_duty.c.account_id.in_(some)))
        rows = [
            {
                "account_id": cadre_id,
                "lines": list(duties[cadre_id].lines),
                "area_codes": list(duties[cadre_id].area_codes),
                "cap": duties[cadre_id].cap,
            }
            for cadre_id in some
            if duties[cadre_id] != NO_DUTY
        ]
        insert_rows(session, CadreDuty, rows)


def liaisons_of(session: Session, cadre_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Per cadre the firms within the session's scope that he keeps in touch with."""
    found: dict[UUID, set[UUID]] = {}
    for some in _chunks(cadre_ids):
        query = (
            select(Liaison.cadre_id, Liaison.entity_id)
            .join(Entity, col(Entity.id) == Liaison.entity_id)
            .where(col(Liaison.cadre_id).in_(some))
        )
        for cadre_id, entity_id in session.exec(query):
            found.setdefault(cadre_id, set()).add(entity_id)
    return {cadre_id: frozenset(entities) for cadre_id, entities in found.items()}


def write_liaisons(session: Session, cadre_id: UUID, entity_ids: Collection[UUID]) -> None:
    """Set the firms within scope that a leader keeps in touch with, in the caller's write.

    Those beyond the session's scope stay as they are.
    """
    before = liaisons_of(session, [cadre_id]).get(cadre_id, frozenset())
    for some in _chunks(before - set(entity_ids)):
        session.execute(
            sa.delete(_liaison).where(
                _liaison.c.cadre_id == cadre_id, _liaison.c.entity_id.in_(some)
            )
        )
    added = [{"entity_id": one, "cadre_id": cadre_id} for one in set(entity_ids) - before]
    insert_missing(session, Liaison, added)


def _chunks(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    listed = list(ids)
    for first in range(0, len(listed), _CHUNK):
        yield listed[first : first + _CHUNK]
