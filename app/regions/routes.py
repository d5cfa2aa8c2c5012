"""Divisions and units to choose from."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.accounts.guards import CurrentUser, Db, User, may
from app.accounts.roles import May
from app.regions import tree
from app.regions import units as unit_service
from app.regions.models import UnitKind
from app.regions.scope import Scope, scope_of
from app.regions.tree import RegionRow
from app.regions.units import UnitRow

router = APIRouter(prefix="/api/v1", tags=["区划和单位"])

Code = Annotated[str | None, Query(pattern=r"^\d{12}$")]


@router.get("/regions")
def regions(session: Db, actor: CurrentUser, parent: Code = None) -> list[RegionRow]:
    """Divisions under `parent`, or my own without it; 404 outside my region."""
    own = Scope(level=actor.level, region_code=actor.region_code)
    return tree.divisions(session, own, parent=parent)


@router.get("/units")
def units(
    session: Db,
    _: Annotated[User, may(May.MOVE_ISSUE)],
    kind: UnitKind | None = None,
    region: Code = None,
) -> list[UnitRow]:
    """Units I may hand an issue to."""
    return unit_service.units(session, scope_of(session), kind=kind, region=region)
