"""What an entity has been: who answered for it from when until when, and in which states."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.changes.people import places_of
from app.changes.vacancies import vacant_since
from app.clock import shanghai_date
from app.db import table_of
from app.entities.history import EntityStateChange
from app.entities.models import EntityState
from app.entities.service import visible
from app.regions.models import Level

_account, _assignment = table_of(Account), table_of(Assignment)
_change = table_of(EntityStateChange)


class Tenure(BaseModel):
    """A cadre answered for the entity from a day until another, or still does.

    With his account switched off he no longer does.
    """

    cadre_id: UUID
    name: str
    post: str
    level: Level
    valid_from: date
    valid_to: date | None


class StateSince(BaseModel):
    """The entity went into a state on a day."""

    from_state: EntityState
    to_state: EntityState
    on: date
    at: datetime
    reason: str
    proof: str
    by: str


class EntityHistory(BaseModel):
    """An entity's past, newest first."""

    entity_id: UUID
    name: str
    place: str
    """管理归属: who manages it."""
    geo_place: str
    """地理位置: where it lies."""
    vacant_since: date | None
    """无人包保, since this day; None where somebody answers."""
    tenures: list[Tenure]
    states: list[StateSince]


def history(session: Session, entity_id: UUID) -> EntityHistory:
    """The past of an entity within scope.  Raises EntityNotFound."""
    entity = visible(session, entity_id)
    # Plain tables: the past of what one may see, wherever it lay then.
    changes = session.execute(
        sa.select(_change)
        .where(_change.c.entity_id == entity_id)
        .order_by(_change.c.at.desc(), _change.c.id.desc())
    )
    states = [
        StateSince(
            from_state=one.from_state,
            to_state=one.to_state,
            on=one.on,
            at=one.at,
            reason=one.reason,
            proof=one.proof,
            by=one.by_name,
        )
        for one in changes
    ]
    here, lies = entity.region_code, entity.geo_region_code
    places = places_of(session, {here, lies})
    return EntityHistory(
        entity_id=entity.id,
        name=entity.name,
        place=places.get(here, here),
        geo_place=places.get(lies, lies),
        vacant_since=vacant_since(session, entity_id),
        tenures=_tenures(session, entity_id),
        states=states,
    )


def _tenures(session: Session, entity_id: UUID) -> list[Tenure]:
    query = (
        sa.select(
            _account.c.id,
            _account.c.name,
            _account.c.post,
            _assignment.c.level,
            _assignment.c.valid_from,
            _assignment.c.valid_to,
            _account.c.disabled_at,
        )
        .join(_account, _account.c.id == _assignment.c.cadre_id)
        .where(_assignment.c.entity_id == entity_id)
        .order_by(_assignment.c.valid_from.desc(), _assignment.c.changed_at.desc())
    )
    names = ("cadre_id", "name", "post", "level", "valid_from")
    return [
        Tenure(
            **dict(zip(names, known, strict=True)),
            valid_to=shanghai_date(off) if off and not valid_to else valid_to,
        )
        for *known, valid_to, off in session.execute(query)
    ]


def responsible_on(session: Session, entity_id: UUID, day: date) -> UUID | None:
    """Who answered for an entity on a day, past or present; None while it was vacant.

    The day of a handover is the successor's.
    """
    answering = sa.select(_assignment.c.cadre_id).where(
        _assignment.c.entity_id == entity_id,
        _assignment.c.valid_from <= day,
        sa.or_(_assignment.c.valid_to.is_(None), _assignment.c.valid_to > day),
    )
    found: UUID | None = session.execute(answering).scalar_one_or_none()
    return found
