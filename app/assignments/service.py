"""Who covers which entity now, and the visits that a period owes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.assignments.models import Assignment, Due, FrequencyRule
from app.assignments.rules import Cycle, Facts, Frequency, Owed, Rule, visits_owed
from app.db import insert_missing
from app.entities.models import Entity, EntityState
from app.errors import NotFound
from app.ids import uuid7
from app.regions.models import Level

BATCH = 1000


def current(session: Session, entity_id: UUID) -> Assignment | None:
    """Who is responsible for an entity now."""
    return session.exec(_current(entity_id)).first()


def _current(entity_id: UUID) -> SelectOfScalar[Assignment]:
    return select(Assignment).where(
        Assignment.entity_id == entity_id, col(Assignment.valid_to).is_(None)
    )


def assign(
    session: Session, entity_id: UUID, cadre_id: UUID, level: Level, *, on: date, at: datetime
) -> Assignment:
    """Make a cadre responsible from `on`; whoever was before is so no longer.

    In the caller's write. Naming the same cadre at the same level again changes nothing.
    Raises NotFound for an entity outside the session's scope.
    """
    # Whoever else assigns this entity at the same time waits here.
    entity = session.exec(select(Entity).where(Entity.id == entity_id).with_for_update()).first()
    if entity is None:
        raise NotFound("没有这家单位，或不在权限范围内，请返回上一页刷新。")
    before = current(session, entity_id)
    if before is not None:
        if (before.cadre_id, before.level) == (cadre_id, level):
            return before
        on = max(on, before.valid_from)
        before.valid_to = on
        before.changed_at = at
        session.add(before)
        # The one current row must be gone before the next can stand.
        session.flush()
    assignment = Assignment(
        id=uuid7(),
        entity_id=entity_id,
        cadre_id=cadre_id,
        level=level,
        valid_from=on,
        changed_at=at,
        **_place(entity),
    )
    session.add(assignment)
    session.flush()
    return assignment


def end(session: Session, entity_id: UUID, *, on: date, at: datetime) -> Assignment | None:
    """Nobody answers for the entity from `on`; who did until then, or None.

    In the caller's write. Never before it began: history keeps every day it stood.
    """
    ended = session.exec(_current(entity_id).with_for_update()).first()
    if ended is not None:
        ended.valid_to = max(on, ended.valid_from)
        ended.changed_at = at
        session.add(ended)
        session.flush()
    return ended


def generate_due(session: Session, period: str, region_code: str | None = None) -> int:
    """Write the visits that entities in business owe in a quarter and that are not there yet.

    In the caller's write; may be repeated at will. `region_code` narrows it to one division's
    entities. Gives how many visits were added.
    """
    rules = rules_of(session)
    added = 0
    for entities in _batches(session, region_code):
        owed = {
            (entity.id, visit.period, visit.nth): (entity, visit)
            for entity in entities
            for visit in visits_owed(facts_of(entity), rules, period)
        }
        known = _known(session, (entity.id for entity in entities))
        rows = [due_row(*owed[key]) for key in owed.keys() - known]
        insert_missing(session, Due, rows)
        added += len(rows)
    return added


def _batches(session: Session, region_code: str | None) -> Iterator[list[Entity]]:
    query = select(Entity).where(Entity.state == EntityState.OPEN).order_by(col(Entity.id))
    if region_code is not None:
        query = query.where(
            or_(
                Entity.region_code == region_code,
                Entity.town_code == region_code,
                Entity.county_code == region_code,
                Entity.city_code == region_code,
            )
        )
    last: UUID | None = None
    while True:
        after = query if last is None else query.where(col(Entity.id) > last)
        batch = list(session.exec(after.limit(BATCH)))
        if not batch:
            return
        yield batch
        last = batch[-1].id


def _known(session: Session, entity_ids: Iterable[UUID]) -> set[tuple[UUID, str, int]]:
    query = select(Due.entity_id, Due.period, Due.nth).where(col(Due.entity_id).in_(entity_ids))
    return set(session.exec(query))


def due_row(entity: Entity, visit: Owed) -> dict[str, Any]:
    """A visit owed, as the database keeps it."""
    return {
        "id": uuid7(),
        "entity_id": entity.id,
        "period": visit.period,
        "nth": visit.nth,
        "due_by": visit.due_by,
        **_place(entity),
    }


def rules_of(session: Session) -> list[Rule]:
    """Every rule of frequency there is."""
    return [rule_of(rule) for rule in session.exec(select(FrequencyRule))]


def rule_of(rule: FrequencyRule) -> Rule:
    """A rule as the pure rules judge it."""
    return Rule(
        region_code=rule.region_code,
        frequency=Frequency(rule.times, cast(Cycle, rule.period)),
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        grade=rule.grade,
        business_type=rule.business_type,
        risk_level=rule.risk_level,
    )


def facts_of(entity: Entity) -> Facts:
    """What decides the visits an entity owes."""
    province = entity.city_code[:2] + "0" * 10
    regions = (
        entity.region_code,
        entity.town_code,
        entity.county_code,
        entity.city_code,
        province,
    )
    return Facts(
        grade=entity.baobao_grade,
        business_type=entity.business_type,
        regions=tuple(dict.fromkeys(regions)),
        active_from=entity.active_from,
        risk_level=entity.risk_level,
    )


def _place(entity: Entity) -> dict[str, Any]:
    return {
        "region_code": entity.region_code,
        "city_code": entity.city_code,
        "county_code": entity.county_code,
        "town_code": entity.town_code,
    }
