"""Visits that speak for another state of their entity, put before the office."""

from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session

from app.db import insert_rows, table_of
from app.entities.history import StateProposal
from app.entities.models import EntityState

_proposal = table_of(StateProposal)


class Finder(Protocol):
    """Who made the visit."""

    @property
    def id(self) -> UUID:
        """The account."""

    @property
    def name(self) -> str:
        """Kept with the proposal."""


def propose_by_visit(
    session: Session,
    inspection_id: UUID,
    place: Any,
    state: EntityState,
    to: EntityState,
    *,
    reason: str,
    photos: list[str],
    found_on: date,
    by: Finder,
    at: datetime,
) -> None:
    """Put down what a visit speaks for, in the caller's write; not twice while one lies open.

    `place` is the entity as the visit knows it: its id and divisions.
    """
    lies_open = sa.select(_proposal.c.id).where(
        _proposal.c.entity_id == place.id,
        _proposal.c.to_state == to,
        _proposal.c.decision.is_(None),
    )
    if session.execute(lies_open.limit(1)).first() is not None:
        return
    row = {
        "id": uuid5(inspection_id, "state"),
        "entity_id": place.id,
        "region_code": place.region_code,
        "city_code": place.city_code,
        "county_code": place.county_code,
        "town_code": place.town_code,
        "from_state": state,
        "to_state": to,
        "origin": "visit",
        "inspection_id": inspection_id,
        "found_on": found_on,
        "reason": reason[:500],
        "photos": photos,
        "proposed_by": by.id,
        "proposed_by_name": by.name,
        "proposed_at": at,
    }
    insert_rows(session, StateProposal, [row])


def lapse_by_correction(session: Session, inspection_ids: list[UUID], at: datetime) -> None:
    """What corrected visits spoke for lapses, in the caller's write."""
    session.execute(
        sa.update(_proposal)
        .where(_proposal.c.inspection_id.in_(inspection_ids), _proposal.c.decision.is_(None))
        .values(decision="lapsed", decided_at=at, decision_note="督导记录已更正")
    )
