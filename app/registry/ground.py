"""What rows are read beside: the divisions, the kinds of business and the flags of this place."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.lines import Lines
from app.assignments.own import lines_of
from app.checklists.library import Library
from app.checklists.published import shelf_of
from app.db import table_of
from app.entities.models import BUSINESS_TYPES
from app.regions.models import Level, Region, Unit, UnitKind
from app.regions.scope import Scope
from app.regions.tree import inside
from app.registry.places import Place, Places
from app.settings import get_settings


class UnitKnown(NamedTuple):
    """A 所, 局 or 办."""

    id: str
    name: str
    kind: UnitKind
    region: str


_region, _unit = table_of(Region), table_of(Unit)
_PLACE = tuple(_region.c[name] for name in Place._fields)
OWN_FLAGS = frozenset({"is_enterprise", "requires_director", "has_prior_issues"})
"""Derived from other facts; no sheet sets them."""


@dataclass(frozen=True)
class Ground:
    """What holds for every row of an import."""

    places: Places
    kinds: dict[str, str]
    """业态 to its business type."""
    marks: dict[str, str]
    """The name of a flag to its code."""
    lines: Lines
    """分管行业."""
    units: dict[str, UnitKnown]
    """By name."""
    today: date
    above: tuple[str, ...] = ()
    """Divisions over the own one: their cadres may answer for entities here."""

    @cached_property
    def kind_words(self) -> dict[str, str]:
        """Every 业态, for a cell to be one of."""
        return {kind: kind for kind in self.kinds}


TYPES = {name: code for code, name in BUSINESS_TYPES.items()}


def kind_names(session: Session) -> list[str]:
    """业态 as checklists name them, in their order: what the template's drop-down offers."""
    return list(_kinds(shelf_of(session)))


def _kinds(shelf: Library) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for version in shelf:
        for kind in version.body.kinds:
            kinds.setdefault(kind, version.body.business_type)
    return kinds


def ground_of(session: Session, scope: Scope, today: date) -> Ground:
    """What an import of this scope is read beside."""
    shelf = shelf_of(session)
    kinds = _kinds(shelf)
    marks = {said["name"]: code for code, said in shelf.flags.items() if code not in OWN_FLAGS}
    own = scope.region_code or ""
    places = Places(own, Level(scope.level or Level.PROVINCE))
    found = session.execute(sa.select(*_PLACE).where(inside(scope))).all()
    places.add(Place(*row) for row in found)
    return Ground(
        places,
        kinds,
        marks,
        lines_of(get_settings()),
        _units(session, places),
        today,
        above=_above(places.by_code.get(own)),
    )


def _units(session: Session, places: Places) -> dict[str, UnitKnown]:
    found = session.execute(sa.select(_unit.c.id, _unit.c.name, _unit.c.kind, _unit.c.region_code))
    return {
        name: UnitKnown(str(id), name, kind, region)
        for id, name, kind, region in found
        if region in places.by_code
    }


def _above(own: Place | None) -> tuple[str, ...]:
    if own is None:
        return ()
    codes = (own.county_code, own.city_code, own.code[:2] + "0" * 10)
    return tuple(dict.fromkeys(code for code in codes if code and code != own.code))
