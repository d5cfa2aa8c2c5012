"""Entities that rows mean: those of the register, and those the same file brings."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.db import table_of
from app.entities.models import Entity, EntityContact
from app.regions.scope import EVERYWHERE, Scope, visible
from app.registry.bulk import among
from app.registry.columns import Shape
from app.registry.likeness import plain_address, plain_name
from app.registry.models import ImportRow
from app.registry.places import Places

entity, contact = table_of(Entity), table_of(EntityContact)
_row = table_of(ImportRow)


class Premises(NamedTuple):
    """An entity to be told from others."""

    id: str
    uscc: str
    name: str
    town: str
    address: str
    """From the street on."""
    grade: str
    seq: int | None = None
    """The row that brings it."""


class Premised:
    """Premises by code and by name."""

    def __init__(self) -> None:
        self.by_uscc: dict[str, dict[str, Premises]] = {}
        self.by_name: dict[str, dict[str, Premises]] = {}

    def add(self, one: Premises) -> None:
        """Take one in; what a file says of an entity goes before what the register says."""
        if one.uscc:
            self.by_uscc.setdefault(one.uscc, {})[one.id] = one
        self.by_name.setdefault(plain_name(one.name), {})[one.id] = one

    def coded(self, uscc: str) -> list[Premises]:
        """All of a code."""
        return list(self.by_uscc.get(uscc, {}).values())

    def named(self, name: str) -> list[Premises]:
        """All of a name."""
        return list(self.by_name.get(plain_name(name), {}).values())


def registered(
    session: Session,
    scope: Scope,
    places: Places,
    usccs: Iterable[str],
    names: Iterable[str],
) -> Premised:
    """The register's entities of these codes, or of these names."""
    found = Premised()
    wanted = {"uscc": {one for one in usccs if one}, "name": {one for one in names if one}}
    for column, values in wanted.items():
        if not values:
            continue
        query = sa.select(
            entity.c.id,
            entity.c.uscc,
            entity.c.name,
            entity.c.town_code,
            entity.c.address,
            entity.c.baobao_grade,
            entity.c.region_code,
        ).where(among(session, entity.c[column], values), visible(entity.c, scope))
        for id, uscc, name, town, address, grade, region in session.execute(query).all():
            bare = plain_address(address, places.by_code.get(region), places)
            found.add(Premises(str(id), uscc or "", name, town, bare, grade))
    return found


def brought(
    session: Session,
    batch_id: UUID,
    places: Places,
    known: Premised,
    usccs: set[str],
    names: set[str],
) -> None:
    """Add the entities that rows of the same file bring."""
    for column, values in (("uscc", usccs), ("name", names)):
        if not values:
            continue
        query = sa.select(
            _row.c.seq, _row.c.uscc, _row.c.name, _row.c.grade, _row.c.data, _row.c.target
        ).where(
            _row.c.batch_id == batch_id,
            _row.c.shape == Shape.ENTITIES,
            among(session, _row.c[column], values),
        )
        for seq, uscc, name, grade, data, target in session.execute(query).all():
            place = places.by_code.get(data.get("region_code", ""))
            address = plain_address(data.get("address", ""), place, places)
            town = (place.town_code if place else "") or ""
            known.add(Premises(target or f"row {seq}", uscc, name, town, address, grade, seq))


def whole(
    session: Session, ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[str, dict[str, Any]]:
    """The entities of these ids with all their columns; their contacts under `contacts`."""
    wanted = list(ids)
    if not wanted:
        return {}
    mine = among(session, entity.c.id, wanted) & visible(entity.c, scope)
    found = {
        str(row.id): {**row._mapping, "contacts": []}
        for row in session.execute(sa.select(entity).where(mine)).all()
    }
    theirs = among(session, contact.c.entity_id, wanted)
    for row in session.execute(sa.select(contact).where(theirs).order_by(contact.c.id)).all():
        if str(row.entity_id) in found:
            found[str(row.entity_id)]["contacts"].append(dict(row._mapping))
    return found
