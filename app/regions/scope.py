"""THE place that says which rows a session may see.

A row that belongs to a place inherits `InRegion`. A session carries one `Scope`; every ORM
statement it runs is narrowed to it, and a session without a scope refuses to read such rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlmodel import Field, SQLModel

from app.regions.models import Level


class ScopeMissing(RuntimeError):
    """A session without a scope tried to read rows that belong to a place."""


@dataclass(frozen=True)
class Scope:
    """What a session may see: everything, one region's subtree, or one cadre's own entities.

    `unit_id` adds the issues handed to that unit from elsewhere in the county (转办); `also` the
    entities of cadres whom this one stands in for today (代理).
    """

    level: Level | None = None
    region_code: str | None = None
    unit_id: UUID | None = None
    cadre_id: UUID | None = None
    also: tuple[UUID, ...] = ()
    everywhere: bool = False


EVERYWHERE = Scope(everywhere=True)
"""For work of the system itself (imports, sign-in, public pages), never for a user's query."""


class InRegion(SQLModel):
    """Columns of a row that belongs to a place: its own division and all above it, 12 digits."""

    region_code: str = Field(max_length=12)
    city_code: str = Field(max_length=12)
    county_code: str = Field(max_length=12)
    town_code: str = Field(max_length=12)

    ENTITY_COLUMN: ClassVar[str] = "entity_id"
    """The column that names the entity, for a cadre's view of the rows."""


_assignment = sa.table(
    "assignment",
    sa.column("entity_id", sa.Uuid()),
    sa.column("cadre_id", sa.Uuid()),
    sa.column("valid_to", sa.Date()),
)
_issue = sa.table("issue", sa.column("id", sa.Uuid()), sa.column("unit_id", sa.Uuid()))

_COLUMN = {Level.CITY: "city_code", Level.COUNTY: "county_code", Level.TOWN: "town_code"}


def visible(table: Any, scope: Scope) -> ColumnElement[bool]:
    """The condition under which a row of an `InRegion` class (or alias) is within `scope`."""
    if scope.everywhere or scope.level is Level.PROVINCE:
        return sa.true()
    if scope.cadre_id is not None:
        own = sa.select(_assignment.c.entity_id).where(
            sa.or_(*(_assignment.c.cadre_id == one for one in (scope.cadre_id, *scope.also))),
            _assignment.c.valid_to.is_(None),
        )
        return _condition(getattr(table, table.ENTITY_COLUMN).in_(own))
    if scope.level is None or scope.region_code is None:
        return sa.false()
    column = _COLUMN.get(scope.level, "region_code")
    inside = _condition(getattr(table, column) == scope.region_code)
    if scope.unit_id is None:
        return inside
    return inside | _handed_to(table, scope.unit_id)


_OF_SCOPE: dict[str, Any] = {
    "region_code": sa.String(),
    "unit_id": sa.Uuid(),
    "cadre_id": sa.Uuid(),
}


def named(scope: Scope) -> Scope:
    """The same kind of scope with parameters in place of its values, for a text compiled once."""
    given: dict[str, Any] = {
        name: sa.bindparam(f"scope_{name}", type_=kind)
        for name, kind in _OF_SCOPE.items()
        if getattr(scope, name) is not None
    }
    also: Any = tuple(sa.bindparam(name, type_=sa.Uuid()) for name in _also(scope))
    return replace(scope, **given, also=also)


def named_values(scope: Scope) -> dict[str, Any]:
    """What those parameters are given."""
    values = {f"scope_{name}": getattr(scope, name) for name in _OF_SCOPE}
    return {name: value for name, value in values.items() if value is not None} | _also(scope)


def _also(scope: Scope) -> dict[str, Any]:
    return {f"scope_also_{number}": one for number, one in enumerate(scope.also)}


def _handed_to(table: Any, unit_id: UUID) -> ColumnElement[bool]:
    if hasattr(table, "unit_id"):
        return _condition(table.unit_id == unit_id)
    if hasattr(table, "issue_id"):
        handed = sa.select(_issue.c.id).where(_issue.c.unit_id == unit_id)
        return _condition(table.issue_id.in_(handed))
    return sa.false()


def _condition(expression: Any) -> ColumnElement[bool]:
    assert isinstance(expression, ColumnElement)
    return expression


def in_region_classes() -> Iterator[type[InRegion]]:
    """Every mapped class whose rows belong to a place."""
    waiting = list(InRegion.__subclasses__())
    while waiting:
        found = waiting.pop()
        waiting.extend(found.__subclasses__())
        if hasattr(found, "__table__"):
            yield found


@lru_cache(maxsize=4096)
def _criteria(scope: Scope) -> tuple[Any, ...]:
    return tuple(
        with_loader_criteria(cls, visible(cls, scope), include_aliases=True)
        for cls in in_region_classes()
    )


def _narrow(state: ORMExecuteState) -> None:
    # A plain statement on tables takes no criteria, and its cache key would carry all of them.
    if state.is_column_load or not state.is_orm_statement:
        return
    if not (state.is_select or state.is_update or state.is_delete):
        return
    scope: Scope | None = state.session.info.get("scope")
    if scope is None:
        touched = [m.class_ for m in state.all_mappers if issubclass(m.class_, InRegion)]
        if touched:
            raise ScopeMissing(f"no scope on a session that reads {touched[0].__name__}")
        return
    if not scope.everywhere:
        state.statement = state.statement.options(*_criteria(scope))


event.listen(Session, "do_orm_execute", _narrow)


def set_scope(session: Session, scope: Scope) -> None:
    """Give a session its scope; what it loaded before is forgotten."""
    session.info["scope"] = scope
    session.expunge_all()


@contextmanager
def seeing_everything(session: Session) -> Iterator[None]:
    """For one act whose right was judged before: meanwhile the session sees every row.

    What is loaded stays loaded: it is the act's own.
    """
    before = scope_of(session)
    session.info["scope"] = EVERYWHERE
    try:
        yield
    finally:
        session.info["scope"] = before


def scope_of(session: Session) -> Scope:
    """The scope of a session.  Raises ScopeMissing."""
    scope: Scope | None = session.info.get("scope")
    if scope is None:
        raise ScopeMissing("the session has no scope")
    return scope
