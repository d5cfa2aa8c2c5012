"""What a change of the rules of frequency comes to: visits owed in a cycle, before and after."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.assignments.rules import (
    Cycle,
    Facts,
    Rule,
    cycle_bounds,
    period_bounds,
    period_of,
    visits_owed,
)
from app.changes.frequency_wire import Effect, EffectShown
from app.entities.models import Entity, EntityState

_COLUMNS = (
    Entity.region_code,
    Entity.town_code,
    Entity.county_code,
    Entity.city_code,
    Entity.baobao_grade,
    Entity.business_type,
    Entity.risk_level,
    Entity.active_from,
)


def effect(
    session: Session, now: list[Rule], then: list[Rule], *, on: date, cycle: Cycle, today: date
) -> EffectShown:
    """Visits owed by the entities this session sees, in the cycle that a day lies in."""
    first, last = cycle_bounds(on, cycle)
    quarters = list(_quarters(first, last))
    counted: dict[str, Counter[str]] = {}
    for facts, many in _alike(session, [*now, *then], first).items():
        told = counted.setdefault(facts.grade, Counter())
        told["entities"] += many
        for period in quarters:
            before, after = _visits(facts, now, period), _visits(facts, then, period)
            told["now"] += many * before
            # What a running quarter asks for has been put down: more is added, nothing taken back.
            told["then"] += many * (max(before, after) if _begun(period, today) else after)
    grades = [
        Effect(grade=grade, entities=told["entities"], now=told["now"], then=told["then"])
        for grade, told in sorted(counted.items())
    ]
    return EffectShown(
        first=first,
        last=last,
        grades=grades,
        now=sum(one.now for one in grades),
        then=sum(one.then for one in grades),
        running=first <= today,
    )


def _alike(session: Session, rules: list[Rule], first: date) -> Counter[Facts]:
    """Entities in business that are alike for these rules, and how many of each."""
    named = {rule.region_code for rule in rules}
    year, _ = cycle_bounds(first, "year")
    columns = [col(column) for column in _COLUMNS]
    query: Any = sa.select(*columns, sa.func.count())
    query = query.where(col(Entity.state) == EntityState.OPEN).group_by(*columns)
    found: Counter[Facts] = Counter()
    for row in session.execute(query):
        province = row.city_code[:2] + "0" * 10
        places = (row.region_code, row.town_code, row.county_code, row.city_code, province)
        recent = row.active_from is not None and row.active_from > year
        facts = Facts(
            grade=row.baobao_grade,
            business_type=row.business_type,
            regions=tuple(one for one in dict.fromkeys(places) if one in named),
            active_from=row.active_from if recent else None,
            risk_level=row.risk_level,
        )
        found[facts] += row[-1]
    return found


def _quarters(first: date, last: date) -> Iterator[str]:
    while first < last:
        period = period_of(first)
        yield period
        first = period_bounds(period)[1] + timedelta(days=1)


def _visits(facts: Facts, rules: list[Rule], period: str) -> int:
    """Visits of a cycle whose day lies in one quarter."""
    first, last = period_bounds(period)
    return sum(first <= visit.due_by <= last for visit in visits_owed(facts, rules, period))


def _begun(period: str, today: date) -> bool:
    return period_bounds(period)[0] <= today
