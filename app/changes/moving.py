"""What moves with an entity to another division, and what stays where it happened.

Who manages it changes; where it lies only when the premises move. The entity, its contacts, its
notices with what readers wrote to them, the visits still owed, proposals yet to be decided and
open issues move. Visits made, issues closed and dues settled stay readable to whom
they belonged (docs/decisions/0022-changes.md).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.user import User
from app.assignments.models import Assignment, Due
from app.assignments.service import assign, current, end
from app.changes.transfer_model import EntityTransfer
from app.clock import shanghai_date
from app.db import table_of
from app.entities.history import StateProposal
from app.entities.models import Entity, EntityContact
from app.ids import uuid7
from app.ledger.events import PLACE
from app.ledger.relocating import relocate_open
from app.regions.models import Level, Region

_contact, _due, _proposal = table_of(EntityContact), table_of(Due), table_of(StateProposal)
# By name: notices stand above the changes of entities.
_notice, _opinion = (
    sa.table(name, sa.column("entity_id", sa.Uuid()), *(sa.column(place) for place in PLACE))
    for name in ("notice", "opinion")
)


def move_entity(
    session: Session, transfer: EntityTransfer, cadre_id: UUID | None, *, by: User, at: datetime
) -> int:
    """Carry a transfer out, in the caller's write, of a session that sees everything.

    Gives how many open issues moved.
    """
    region = session.get_one(Region, transfer.to_region)
    entity = session.exec(
        select(Entity).where(Entity.id == transfer.entity_id).with_for_update()
    ).one()
    place = {
        "region_code": region.code,
        "city_code": region.city_code or "",
        "county_code": region.county_code or "",
        "town_code": region.town_code or "",
    }
    for name, value in place.items():
        setattr(entity, name, value)
    if transfer.to_address:
        entity.geo_region_code, entity.address = region.code, transfer.to_address
    entity.changed_at = at
    session.add(entity)
    session.flush()
    for table, still in (
        (_contact, sa.true()),
        (_due, _due.c.done_at.is_(None)),
        (_notice, sa.true()),
        (_opinion, sa.true()),
        (_proposal, _proposal.c.decision.is_(None)),
    ):
        mine = sa.update(table).where(table.c.entity_id == entity.id, still)
        session.execute(mine.values(**place))
    _hand_over(session, entity, place, cadre_id, at)
    return relocate_open(session, entity.id, place, transfer.id, by=by, at=at)


def _hand_over(
    session: Session, entity: Entity, place: dict[str, Any], cadre_id: UUID | None, at: datetime
) -> None:
    """A named cadre takes it on; else who is over the new place too keeps it; else it is vacant."""
    today = shanghai_date(at)
    if cadre_id is not None:
        level = session.get_one(Account, cadre_id).level
        assign(session, entity.id, cadre_id, level, on=today, at=at)
    before = current(session, entity.id)
    if before is None or before.region_code == entity.region_code:
        return
    cadre = session.get_one(Account, before.cadre_id)
    level = before.level
    # The closed row stays with the place it was held in.
    end(session, entity.id, on=today, at=at)
    if cadre.level is not Level.VILLAGE and cadre.region_code in place.values():
        row = Assignment(
            id=uuid7(),
            entity_id=entity.id,
            cadre_id=cadre.id,
            level=level,
            valid_from=today,
            changed_at=at,
            **place,
        )
        session.add(row)
        session.flush()
