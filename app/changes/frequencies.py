"""频次规则: set by an office for its own division, looked at first, ended but never lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.accounts.user import User
from app.assignments.models import FrequencyRule
from app.assignments.rules import Cycle, cycle_bounds, period_bounds, period_of
from app.assignments.service import rule_of, rules_of
from app.audit.service import record
from app.changes.foreseeing import effect
from app.changes.frequency_wire import EffectShown, EndOrder, NewRule, RuleShown
from app.changes.turning import owe_soon
from app.clock import shanghai_date
from app.db import begin_write
from app.errors import Conflict, Malformed, NotFound
from app.regions.models import Region
from app.regions.scope import Scope
from app.regions.tree import inside

_DAYS: dict[Cycle, str] = {
    "quarter": "季度",
    "half": "半年（1 月或 7 月起）",
    "year": "一年（1 月起）",
}


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


def preview(session: Session, new: NewRule, *, by: User, at: datetime) -> EffectShown:
    """What a rule would change, for the entities this office sees.  Raises Malformed."""
    _checked(session, new, by, at)
    stand = rules_of(session)
    then = [*stand, rule_of(FrequencyRule.model_validate(new.model_dump()))]
    today = shanghai_date(at)
    return effect(session, stand, then, on=new.valid_from, cycle=new.period, today=today)


def add(session: Session, new: NewRule, *, by: User, at: datetime) -> RuleShown:
    """A rule for a division of this office; of the running quarter it adds visits at once.

    Sent again it is the same.  Raises Malformed, Conflict.
    """
    region = _checked(session, new, by, at)
    begin_write(session)
    rule = session.get(FrequencyRule, new.id, populate_existing=True)
    if rule is None:
        _check_alone(session, new)
        rule = FrequencyRule.model_validate(new.model_dump())
        session.add(rule)
        session.flush()
        if rule.valid_from <= shanghai_date(at):
            owe_soon(session, rule.id, at)
        said = new.model_dump(mode="json", exclude={"id"}, exclude_none=True)
        record(session, at, by, "frequency.added", "frequency_rule", rule.id, **said)
    elif rule.model_dump(exclude={"valid_to"}) != new.model_dump(exclude={"valid_to"}):
        raise Conflict("这条规则已经提交过，内容不同，请刷新后另加一条。")
    return _shown(rule, region.path_name, own=True)


def preview_end(
    session: Session, rule_id: UUID, order: EndOrder, *, by: User, at: datetime
) -> EffectShown:
    """What ending a rule would change in the first cycle without it.

    Raises NotFound, Malformed.
    """
    rule, _ = _own(session, rule_id, by)
    _check_end(rule, order.valid_to, at)
    stand = rules_of(session)
    whole = rule_of(rule)
    ended = replace(whole, valid_to=order.valid_to)
    then = [ended if one == whole else one for one in stand]
    after = order.valid_to + timedelta(days=1)
    cycle = whole.frequency.period
    return effect(session, stand, then, on=after, cycle=cycle, today=shanghai_date(at))


def end_rule(
    session: Session, rule_id: UUID, order: EndOrder, *, by: User, at: datetime
) -> RuleShown:
    """Let a rule hold no longer than a day: what its running cycle asks for is not taken back.

    Raises NotFound, Malformed.
    """
    begin_write(session)
    rule, region = _own(session, rule_id, by, lock=True)
    _check_end(rule, order.valid_to, at)
    rule.valid_to = order.valid_to
    session.add(rule)
    session.flush()
    until = str(order.valid_to)
    record(session, at, by, "frequency.ended", "frequency_rule", rule.id, valid_to=until)
    return _shown(rule, region.path_name, own=True)


def _checked(session: Session, new: NewRule, by: User, at: datetime) -> Region:
    """The rule's division, once its days are days it can begin and end on."""
    region = _region(session, new.region_code, by)
    first, _ = period_bounds(period_of(shanghai_date(at)))
    if new.valid_from < first:
        raise _at("/valid_from", "不能早于本季度第一天：已过去的季度不改。")
    if cycle_bounds(new.valid_from, new.period)[0] != new.valid_from:
        raise _at("/valid_from", f"要从一个{_DAYS[new.period]}的第一天起，请重新选择。")
    if new.valid_to is not None:
        if new.valid_to < new.valid_from:
            raise _at("/valid_to", "结束日期早于开始日期，请核对。")
        _check_last(new.valid_to, new.period)
    return region


def _check_alone(session: Session, new: NewRule) -> None:
    """Of two rules that say the same of whom and begin the same day none would be the narrower."""
    told = new.model_dump(
        include={"region_code", "grade", "business_type", "risk_level", "valid_from"}
    )
    same = select(FrequencyRule).where(
        *(col(getattr(FrequencyRule, name)) == value for name, value in told.items()),
        or_(
            col(FrequencyRule.valid_to).is_(None),
            col(FrequencyRule.valid_to) >= col(FrequencyRule.valid_from),
        ),
    )
    if session.exec(same).first() is not None:
        raise Conflict("同一范围从同一天起已有一条规则。请先撤销那一条，再加新的。")


def _check_end(rule: FrequencyRule, last: date, at: datetime) -> None:
    today = shanghai_date(at)
    if rule.valid_from > today and last == rule.valid_from - timedelta(days=1):
        return
    cycle = rule_of(rule).frequency.period
    if last < max(cycle_bounds(today, cycle)[1], rule.valid_from):
        raise _at("/valid_to", "正在执行的这一期要做完，最早到本期最后一天。")
    _check_last(last, cycle)


def _check_last(last: date, cycle: Cycle) -> None:
    if cycle_bounds(last, cycle)[1] != last:
        raise _at("/valid_to", f"要到一个{_DAYS[cycle]}的最后一天止，请重新选择。")


def _own(
    session: Session, rule_id: UUID, by: User, *, lock: bool = False
) -> tuple[FrequencyRule, Region]:
    query = select(FrequencyRule).where(FrequencyRule.id == rule_id)
    query = query.execution_options(populate_existing=True)
    rule = session.exec(query.with_for_update() if lock else query).first()
    if rule is None:
        raise NotFound("没有这条频次规则，请刷新后再看。")
    return rule, _region(session, rule.region_code, by)


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
