"""Walking the tree of divisions, within what a person may see of it."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from app.errors import NotFound
from app.regions.models import Level, Region
from app.regions.scope import Scope


class RegionRow(SQLModel):
    """A division to choose, and whether it can be opened further."""

    code: str
    level: Level
    name: str
    path_name: str
    has_children: bool


def inside(scope: Scope) -> ColumnElement[bool]:
    """The condition under which a division is the scope's own or lies below it."""
    if scope.everywhere or scope.level is Level.PROVINCE:
        return true()
    if scope.level is None or scope.region_code is None:
        return false()
    return at_or_below(scope.region_code)


def at_or_below(code: str) -> ColumnElement[bool]:
    """The condition under which a division is `code` or lies below it."""
    columns = (Region.code, Region.town_code, Region.county_code, Region.city_code)
    return or_(*(col(column) == code for column in columns))


def divisions(session: Session, scope: Scope, *, parent: str | None) -> list[RegionRow]:
    """The divisions under `parent`, or the scope's own without it; by code.

    Raises NotFound for a parent outside the scope.
    """
    if parent is None:
        wanted = col(Region.code) == scope.region_code
    else:
        _check_inside(session, scope, parent)
        wanted = col(Region.parent_code) == parent
    child = aliased(Region)
    has_children = select(col(child.code)).where(col(child.parent_code) == Region.code).exists()
    found = session.execute(
        select(Region, has_children)
        .where(wanted, col(Region.valid_to).is_(None))
        .order_by(col(Region.code))
    )
    return [
        RegionRow.model_validate(region, update={"has_children": more}) for region, more in found
    ]


def _check_inside(session: Session, scope: Scope, code: str) -> None:
    wanted = select(col(Region.code)).where(col(Region.code) == code, inside(scope))
    if session.execute(wanted).first() is None:
        raise NotFound("没有这个区划，或不在本级范围内。")
