"""Who covers which grade, and which visits a period owes: pure rules (DOMAIN 2.1, 2.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Cycle = Literal["quarter", "half", "year"]

LEVEL_OF_GRADE = {"A": "city", "B": "county", "C": "town", "D": "village"}
"""分层分级、层级对应: the level that covers a 包保 grade."""

MIN_DAYS_LEFT = 30
"""An entity that became active within a cycle owes a visit only with this many days left."""

_QUARTERS = {"quarter": 1, "half": 2, "year": 4}


@dataclass(frozen=True)
class Frequency:
    """So many visits in each quarter, half-year or year."""

    times: int = 1
    period: Cycle = "quarter"


DEFAULT = Frequency()
"""At least one visit a quarter, every grade, where no rule says otherwise."""


@dataclass(frozen=True)
class Rule:
    """A frequency for a division; `grade`, `business_type` and `risk_level` (A the lowest risk)
    narrow it when given."""

    region_code: str
    frequency: Frequency
    valid_from: date
    valid_to: date | None = None
    grade: str | None = None
    business_type: str | None = None
    risk_level: str | None = None


@dataclass(frozen=True)
class Facts:
    """What decides an entity's visits; `regions` runs from its own division up to the province."""

    grade: str
    business_type: str
    regions: tuple[str, ...]
    active_from: date | None = None
    risk_level: str | None = None


@dataclass(frozen=True)
class Owed:
    """One visit owed: counted under the quarter its cycle begins in."""

    period: str
    nth: int
    due_by: date


def period_of(day: date) -> str:
    """The quarter a day lies in, as 2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of a quarter.  Raises ValueError for any other text."""
    year, _, quarter = period.partition("Q")
    if len(year) != 4 or quarter not in {"1", "2", "3", "4"}:
        raise ValueError(f"not a quarter: {period}")
    return cycle_bounds(date(int(year), int(quarter) * 3, 1), "quarter")


def cycle_bounds(day: date, cycle: Cycle) -> tuple[date, date]:
    """First and last day of the quarter, half-year or year a day lies in."""
    months = _QUARTERS[cycle] * 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    beyond = first.month + months
    after = date(first.year + (beyond > 12), beyond - 12 if beyond > 12 else beyond, 1)
    return first, after - timedelta(days=1)


def frequency_for(facts: Facts, rules: Iterable[Rule], on: date) -> Frequency:
    """The narrowest rule valid on a day: nearest division, then grade, business type and risk."""
    valid = [rule for rule in rules if _applies(rule, facts, on)]
    if not valid:
        return DEFAULT
    return max(valid, key=lambda rule: _narrowness(rule, facts)).frequency


def _applies(rule: Rule, facts: Facts, on: date) -> bool:
    return (
        rule.region_code in facts.regions
        and rule.grade in (None, facts.grade)
        and rule.business_type in (None, facts.business_type)
        and rule.risk_level in (None, facts.risk_level)
        and rule.valid_from <= on
        and (rule.valid_to is None or on <= rule.valid_to)
    )


def _narrowness(rule: Rule, facts: Facts) -> tuple[int, bool, bool, bool, date]:
    nearness = -facts.regions.index(rule.region_code)
    told = (rule.grade, rule.business_type, rule.risk_level)
    grade, business, risk = (one is not None for one in told)
    return nearness, grade, business, risk, rule.valid_from


def owes(active_from: date | None, first: date, last: date) -> bool:
    """Whether an active entity owes a visit in a cycle: active on its first day, or with
    at least 30 days left (the day it became active counted).
    """
    if active_from is None or active_from <= first:
        return True
    return (last - active_from).days + 1 >= MIN_DAYS_LEFT


def visits_owed(facts: Facts, rules: Iterable[Rule], period: str) -> list[Owed]:
    """The visits an active entity owes in the cycle that a quarter belongs to."""
    quarter_first, _ = period_bounds(period)
    frequency = frequency_for(facts, rules, quarter_first)
    first, last = cycle_bounds(quarter_first, frequency.period)
    if not owes(facts.active_from, first, last):
        return []
    days = (last - first).days + 1
    return [
        Owed(period_of(first), nth, first + timedelta(days=days * nth // frequency.times - 1))
        for nth in range(1, frequency.times + 1)
    ]
