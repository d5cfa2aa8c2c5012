"""Firms and cadres read from the database, as the rules take them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.duties import NO_DUTY, duties_of, liaisons_of
from app.assignments.models import Assignment
from app.db import table_of
from app.entities.models import Entity, EntityState
from app.matching.heads import headed
from app.matching.own import InForce
from app.matching.problem import Cadre, Firm
from app.regions.models import Region

COVERED = (EntityState.OPEN, EntityState.SUSPENDED)
"""States in which a premises has a cadre: in business, or closed for a while."""
Id = TypeVar("Id")
_CHUNK = 500
_assignment = table_of(Assignment)
_account = table_of(Account)
_region = table_of(Region)
_AREA = {"city": "county_code", "county": "town_code", "town": "region_code"}


@dataclass(frozen=True)
class Held:
    """A relation that stands now."""

    id: UUID
    cadre_id: UUID
    level: str
    valid_from: date | None = None


FIRM: tuple[Any, ...] = (
    Entity.id,
    Entity.name,
    Entity.baobao_grade,
    Entity.kind,
    Entity.business_types,
    Entity.region_code,
    Entity.town_code,
    Entity.county_code,
    Entity.city_code,
)


def firm_of(row: Any, held: Held | None) -> Firm:
    """A row of `FIRM` as the rules take it."""
    places = {"city": row.city_code, "county": row.county_code, "town": row.town_code}
    if row.region_code != row.town_code:
        places["village"] = row.region_code
    return Firm(
        id=row.id,
        grade=row.baobao_grade,
        kind=row.kind,
        business_types=tuple(row.business_types),
        places=places,
        cadre_id=held.cadre_id if held else None,
    )


def held_by_firm(session: Session, entity_ids: Iterable[UUID]) -> dict[UUID, Held]:
    """The relations of firms that stand now."""
    found: dict[UUID, Held] = {}
    for some in chunks(entity_ids):
        query = sa.select(
            _assignment.c.entity_id,
            _assignment.c.id,
            _assignment.c.cadre_id,
            _assignment.c.level,
            _assignment.c.valid_from,
        ).where(_assignment.c.entity_id.in_(some), _assignment.c.valid_to.is_(None))
        for entity_id, *about in session.execute(query):
            found[entity_id] = Held(about[0], about[1], str(about[2]), about[3])
    return found


def accounts_at(session: Session, levels: Collection[str], regions: Iterable[str]) -> list[Any]:
    """Cadres of some levels who hold their post at one of the divisions and may still sign in."""
    found: list[Any] = []
    for some in chunks(regions):
        query = sa.select(_account).where(
            _account.c.region_code.in_(some),
            _account.c.level.in_(levels),
            _account.c.role == Role.CADRE,
            _account.c.disabled_at.is_(None),
        )
        found += session.execute(query.order_by(_account.c.id)).all()
    return found


def accounts_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Accounts, whatever they are now."""
    return {
        row.id: row
        for some in chunks(ids)
        for row in session.execute(sa.select(_account).where(_account.c.id.in_(some)))
    }


def cadres_of(
    session: Session, accounts: Collection[Any], rules: InForce, *, beside: Collection[UUID] = ()
) -> dict[UUID, Cadre]:
    """Cadres with their duties, and what they hold `beside` the firms named."""
    ids = [account.id for account in accounts]
    duties, liaisons = duties_of(session, ids), liaisons_of(session, ids)
    held = _held(session, accounts, frozenset(beside))
    below = _names_below(session, accounts)
    made = {}
    for account in accounts:
        duty, level = duties.get(account.id, NO_DUTY), str(account.level)
        count, areas = held.get(account.id, (0, frozenset()))
        made[account.id] = Cadre(
            id=account.id,
            level=level,
            region=account.region_code,
            cap=rules.caps.of(level, duty.cap),
            lines=duty.lines,
            areas=frozenset(duty.area_codes),
            heads=headed(account.post, below.get(account.region_code, {}), rules.weights.heads),
            liaisons=liaisons.get(account.id, frozenset()),
            held=count,
            held_areas=areas,
        )
    return made


def region_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Names of divisions."""
    columns = (_region.c.code, _region.c.name)
    return {
        code: name
        for some in chunks(codes)
        for code, name in session.execute(sa.select(*columns).where(_region.c.code.in_(some)))
    }


def chunks(ids: Iterable[Id]) -> Iterator[list[Id]]:
    """In portions that a statement can name."""
    listed = list(dict.fromkeys(ids))
    for first in range(0, len(listed), _CHUNK):
        yield listed[first : first + _CHUNK]


def _held(
    session: Session, accounts: Collection[Any], beside: frozenset[UUID]
) -> dict[UUID, tuple[int, frozenset[str]]]:
    level_of = {account.id: str(account.level) for account in accounts}
    counts: dict[UUID, int] = {}
    areas: dict[UUID, set[str]] = {}
    for some in chunks(level_of):
        query = sa.select(_assignment).where(
            _assignment.c.cadre_id.in_(some), _assignment.c.valid_to.is_(None)
        )
        for row in session.execute(query):
            if row.entity_id in beside:
                continue
            counts[row.cadre_id] = counts.get(row.cadre_id, 0) + 1
            column = _AREA.get(level_of[row.cadre_id])
            if column is not None:
                areas.setdefault(row.cadre_id, set()).add(getattr(row, column))
    return {id: (count, frozenset(areas.get(id, ()))) for id, count in counts.items()}


def _names_below(session: Session, accounts: Collection[Any]) -> Mapping[str, dict[str, str]]:
    # A village's cadre heads nothing smaller.
    posts = {account.region_code for account in accounts if str(account.level) != "village"}
    found: dict[str, dict[str, str]] = {}
    columns = (_region.c.code, _region.c.name, _region.c.parent_code)
    for some in chunks(posts):
        query = sa.select(*columns).where(_region.c.parent_code.in_(some))
        for code, name, parent in session.execute(query.where(_region.c.valid_to.is_(None))):
            found.setdefault(parent, {})[code] = name
    return found
