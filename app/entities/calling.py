"""Whom to call at an entity, whatever division the caller stands in."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.db import table_of
from app.entities.models import EntityContact

_FIRST = ("officer", "director", "owner")


class Callee(SQLModel):
    """Somebody at the entity with a telephone."""

    role: str
    name: str
    phone: str


def callee_of(session: Session, entity_id: UUID) -> Callee | None:
    """The registered person to call: the 食品安全员 before the 总监 and the 负责人.

    Read without the session's scope: an issue handed to another town's station is still this
    entity's.
    """
    contact = table_of(EntityContact)
    found = session.execute(
        sa.select(contact.c.role, contact.c.name, contact.c.phone)
        .where(contact.c.entity_id == entity_id, contact.c.phone != "")
        .order_by(contact.c.id)
    ).all()
    callees = [Callee(role=one.role, name=one.name, phone=one.phone) for one in found]
    return min(callees, key=_turn, default=None)


def _turn(one: Callee) -> int:
    return _FIRST.index(one.role) if one.role in _FIRST else len(_FIRST)
