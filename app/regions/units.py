"""Which 所, 局 or 办 is in charge of a place, and which units a person may hand work to."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session, SQLModel, col

from app.db import table_of
from app.plain import Plain
from app.regions.models import Region, Unit, UnitKind
from app.regions.scope import Scope
from app.regions.tree import at_or_below, inside


class UnitRow(SQLModel):
    """A unit to choose from."""

    id: UUID
    name: str
    kind: UnitKind
    phone: str
    region_code: str


class UnitInCharge(NamedTuple):
    """Who a finding is handed to."""

    id: UUID
    name: str


def station_of(session: Session, town_code: str) -> UnitInCharge | None:
    """The 市场监管所 of a town; None while none is entered."""
    return _in_charge(session, UnitKind.STATION, town_code)


def bureau_of(session: Session, county_code: str) -> UnitInCharge | None:
    """The 市场监管局 of a county."""
    return _in_charge(session, UnitKind.BUREAU, county_code)


def office_of(session: Session, county_code: str) -> UnitInCharge | None:
    """The 食药安办 of a county."""
    return _in_charge(session, UnitKind.OFFICE, county_code)


# A plain statement, made once: every issue that a visit opens is handed to somebody.
_unit = table_of(Unit)
_IN_CHARGE = Plain(
    select(_unit.c.id, _unit.c.name)
    .where(_unit.c.kind == bindparam("wanted"), _unit.c.region_code == bindparam("place"))
    # Where two share a place, the same one is chosen each time.
    .order_by(_unit.c.name)
    .limit(1)
)


def _in_charge(session: Session, kind: UnitKind, region_code: str) -> UnitInCharge | None:
    found = _IN_CHARGE.first(session, {"wanted": kind, "place": region_code})
    return None if found is None else UnitInCharge(found.id, found.name)


def units(
    session: Session, scope: Scope, *, kind: UnitKind | None, region: str | None
) -> list[UnitRow]:
    """Units within a scope, by name; of one kind, in one division and below.

    A station's people hand on only within their own station (DECISIONS 1).
    """
    wanted = select(Unit).join(Region, col(Region.code) == Unit.region_code)
    if scope.unit_id is not None:
        own = (Unit.id, Unit.parent_id)
        wanted = wanted.where(or_(*(col(which) == scope.unit_id for which in own)))
    else:
        wanted = wanted.where(inside(scope))
    if kind is not None:
        wanted = wanted.where(col(Unit.kind) == kind)
    if region is not None:
        wanted = wanted.where(at_or_below(region))
    found = session.execute(wanted.order_by(col(Unit.name), col(Unit.id))).scalars()
    return [UnitRow.model_validate(unit) for unit in found]
