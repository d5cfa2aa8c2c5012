"""频次规则: set by an office for its own division, looked at first, ended but never lost."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, Field
from sqlmodel import Session, col, or_, select

from app.accounts.user import User
from app.assignments.models import FrequencyRule
from app.assignments.rules import Facts, Rule, period_bounds, period_of, visits_owed
from app.assignments.service import rule_of, rules_of
from app.audit.service import record
from app.changes.wire import Order
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.models import Entity, EntityState
from app.entities.service import BusinessType
from app.errors import Conflict, Malformed, NotFound
from app.regions.models import Region
from app.regions.scope import Scope
from app.regions.tree import inside

Grade = Literal["A", "B", "C", "D"]


class NewRule(Order):
    """So many visits in each quarter, half or year; what is left out holds for all."""

    id: UUID
    region_code: Annotated[str, Field(pattern=r"^\d{12}$")]
    grade: Grade | None = None
    business_type: BusinessType | None = None
    risk_level: Grade | None = None
    times: Annotated[int, Field(ge=1, le=12)] = 1
    period: Literal["quarter", "half", "year"] = "quarter"
    valid_from: date
    valid_to: date | None = None


class EndOrder(Order):
    """The last day a rule holds."""

    valid_to: date


class RuleShown(BaseModel):
    """A rule and where it holds; `own` for the office that may end it."""

    id: UUID
    region_code: str
    region: str
    grade: Grade | None
    business_type: BusinessType | None
    risk_level: Grade | None
    times: int
    period: Literal["quarter", "half", "year"]
    valid_from: date
    valid_to: date | None
    own: bool


class Effect(BaseModel):
    """Visits owed in the cycle that a quarter belongs to: as the rules stand, and with the new."""

    grade: str
    entities: int
    now: int
    then: int


class EffectShown(BaseModel):
    """What a new rule would change in the quarter in which it first holds."""

    period: str
    grades: list[Effect]
    now: int
    then: int


def rules(session: Session, *, by: User) -> list[RuleShown]:
    """The rules that touch this office's entities: its own, those below and those above."""
    above = [code for code in (by.region_code, by.county_code, by.city_code) if code]
    province = by.region_code[:2] + "0" * 10
    query = (
        select(FrequencyRule, Region.path_name)
        .join(Region, col(Region.code) == col(FrequencyRule.region_code))
        .where(or_(_within(by), col(FrequencyRule.region_code).in_([*above, province])))
        .order_by(col(FrequencyRule.valid_from).desc(), col(FrequencyRule.id))
    )
    own = set(session.exec(select(FrequencyRule.id).join(Region, _of_rule()).where(_within(by))))
    return [_shown(rule, name, own=rule.id in own) for rule, name in session.exec(query)]


def preview(session: Session, new: NewRule) -> EffectShown:
    """What a rule would change, for the entities this office sees."""
    period = period_of(new.valid_from)
    stand = rules_of(session)
    with_new = [*stand, rule_of(FrequencyRule.model_validate(new.model_dump()))]
    counted: dict[str, Counter[str]] = {}
    for facts, many in _groups(session):
        told = counted.setdefault(facts.grade, Counter())
        told["entities"] += many
        told["now"] += many * _visits(facts, stand, period)
        told["then"] += many * _visits(facts, with_new, period)
    grades = [
        Effect(grade=grade, entities=told["entities"], now=told["now"], then=told["then"])
        for grade, told in sorted(counted.items())
    ]
    now, then = sum(one.now for one in grades), sum(one.then for one in grades)
    return EffectShown(period=period, grades=grades, now=now, then=then)


def add(session: Session, new: NewRule, *, by: User, at: datetime) -> RuleShown:
    """A rule for a division of this office; it holds from the next generation of due visits on.

    Sent again it is the same.  Raises Malformed, Conflict.
    """
    region = _region(session, new.region_code, by)
    today = shanghai_date(at)
    first, _ = period_bounds(period_of(today))
    if new.valid_from < first:
        raise _at("/valid_from", "不能早于本季度第一天：已过去的季度不改。")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise _at("/valid_to", "结束日期早于开始日期，请核对。")
    begin_write(session)
    rule = session.get(FrequencyRule, new.id, populate_existing=True)
    if rule is None:
        rule = FrequencyRule.model_validate(new.model_dump())
        session.add(rule)
        session.flush()
        said = new.model_dump(mode="json", exclude={"id"}, exclude_none=True)
        record(session, at, by, "frequency.added", "frequency_rule", rule.id, **said)
    elif rule.model_dump(exclude={"valid_to"}) != new.model_dump(exclude={"valid_to"}):
        raise Conflict("这条规则已经提交过，内容不同，请刷新后另加一条。")
    return _shown(rule, region.path_name, own=True)


def end_rule(
    session: Session, rule_id: UUID, order: EndOrder, *, by: User, at: datetime
) -> RuleShown:
    """Let a rule hold no longer than a day: never a day of a quarter that is over.

    Raises NotFound, Malformed.
    """
    begin_write(session)
    query = select(FrequencyRule).where(FrequencyRule.id == rule_id).with_for_update()
    rule = session.exec(query.execution_options(populate_existing=True)).first()
    if rule is None:
        raise NotFound("没有这条频次规则，请刷新后再看。")
    region = _region(session, rule.region_code, by)
    first, _ = period_bounds(period_of(shanghai_date(at)))
    if order.valid_to < first - timedelta(days=1):
        raise _at("/valid_to", "不能早于本季度开始前一天：已过去的季度不改。")
    rule.valid_to = order.valid_to
    session.add(rule)
    session.flush()
    until = str(order.valid_to)
    record(session, at, by, "frequency.ended", "frequency_rule", rule.id, valid_to=until)
    return _shown(rule, region.path_name, own=True)


def _groups(session: Session) -> Iterable[tuple[Facts, int]]:
    """Entities in business that are alike for the rules, and how many of each."""
    columns = (
        Entity.region_code,
        Entity.town_code,
        Entity.county_code,
        Entity.city_code,
        Entity.baobao_grade,
        Entity.business_type,
        Entity.risk_level,
        Entity.active_from,
    )
    query: Any = sa.select(*(col(column) for column in columns), sa.func.count())
    query = query.where(col(Entity.state) == EntityState.OPEN)
    for row in session.execute(query.group_by(*(col(column) for column in columns))):
        province = row.city_code[:2] + "0" * 10
        places = (row.region_code, row.town_code, row.county_code, row.city_code, province)
        facts = Facts(
            grade=row.baobao_grade,
            business_type=row.business_type,
            regions=tuple(dict.fromkeys(places)),
            active_from=row.active_from,
            risk_level=row.risk_level,
        )
        yield facts, row[-1]


def _visits(facts: Facts, rules: list[Rule], period: str) -> int:
    """Visits of a cycle that fall into one quarter: a cycle of a year owes a quarter of them."""
    first, last = period_bounds(period)
    return sum(first <= visit.due_by <= last for visit in visits_owed(facts, rules, period))


def _of_rule() -> Any:
    return col(Region.code) == col(FrequencyRule.region_code)


def _within(by: User) -> Any:
    return inside(Scope(level=by.level, region_code=by.region_code))


def _region(session: Session, code: str, by: User) -> Region:
    query = select(Region).where(col(Region.code) == code, _within(by))
    found = session.exec(query).first()
    if found is None:
        raise _at("/region_code", "没有这个区划，或不在本级范围内，请重新选择。")
    return found


def _shown(rule: FrequencyRule, name: str, *, own: bool) -> RuleShown:
    return RuleShown.model_validate({**rule.model_dump(), "region": name, "own": own})


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
