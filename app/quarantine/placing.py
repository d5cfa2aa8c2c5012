"""Whose list a kept record goes to: that of its entity's place, or else of its author's."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User, scope_for
from app.assignments.models import Assignment
from app.entities.models import Entity
from app.ledger.models import Issue
from app.quarantine.wire import KeepOrder
from app.regions.scope import visible


@dataclass(frozen=True)
class Place:
    """The divisions of a row, and the entity where there is one."""

    region_code: str
    city_code: str
    county_code: str
    town_code: str
    entity_id: UUID | None = None


def place_of(session: Session, order: KeepOrder, by: User) -> Place:
    """Where a record belongs.

    An entity counts only if its author sees it, or once answered for it: nobody puts anything on
    the list of a place that is not his.
    """
    found = _issue(session, order, by) if order.kind == "move" else _entity(session, order, by)
    if found is None:
        return Place(by.region_code, by.city_code or "", by.county_code or "", by.town_code or "")
    row, entity_id = found
    return Place(row.region_code, row.city_code, row.county_code, row.town_code, entity_id)


def _entity(session: Session, order: KeepOrder, by: User) -> tuple[Entity, UUID] | None:
    wanted = _uuid(order.body.get("entity_id"))
    if wanted is None:
        return None
    answered = sa.exists().where(
        col(Assignment.entity_id) == Entity.id, col(Assignment.cadre_id) == by.id
    )
    own = sa.or_(visible(Entity, scope_for(by)), answered)
    row = session.exec(select(Entity).where(Entity.id == wanted, own)).first()
    return None if row is None else (row, row.id)


def _issue(session: Session, order: KeepOrder, by: User) -> tuple[Issue, UUID] | None:
    wanted = _uuid(order.subject.removeprefix("issue:"))
    if wanted is None:
        return None
    own = visible(Issue, scope_for(by))
    row = session.exec(select(Issue).where(Issue.id == wanted, own)).first()
    return None if row is None else (row, row.entity_id)


def _uuid(given: object) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None
