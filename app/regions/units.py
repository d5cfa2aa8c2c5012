"""Which 所, 局 or 办 is in charge of a place, and which units a person may hand work to."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

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


def station_of(session: Session, town_code: str) -> Unit | None:
    """The 市场监管所 of a town; None while none is entered."""
    return _in_charge(session, UnitKind.STATION, town_code)


def bureau_of(session: Session, county_code: str) -> Unit | None:
    """The 市场监管局 of a county."""
    return _in_charge(session, UnitKind.BUREAU, county_code)


def office_of(session: Session, county_code: str) -> Unit | None:
    """The 食药安办 of a county."""
    return _in_charge(session, UnitKind.OFFICE, county_code)


def _in_charge(session: Session, kind: UnitKind, region_code: str) -> Unit | None:
    wanted = select(Unit).where(col(Unit.kind) == kind, col(Unit.region_code) == region_code)
    # Where two share a place, the same one is chosen each time.
    return session.execute(wanted.order_by(col(Unit.name)).limit(1)).scalar_one_or_none()


def units(
    session: Session, scope: Scope, *, kind: UnitKind | None, region: str | None
) -> list[UnitRow]:
    """Units within a scope, by name; of one kind, in one division and below.

    A station's people hand on only within their own station (DECISIONS 1).
    """
    wanted = select(Unit).join(Region, col(Region.code) == Unit.region_code)
    if scope.unit_id is not None:
        wanted = wanted.where(col(Unit.id) == scope.unit_id)
    else:
        wanted = wanted.where(inside(scope))
    if kind is not None:
        wanted = wanted.where(col(Unit.kind) == kind)
    if region is not None:
        wanted = wanted.where(at_or_below(region))
    found = session.execute(wanted.order_by(col(Unit.name), col(Unit.id))).scalars()
    return [UnitRow.model_validate(unit) for unit in found]
