from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assignments import rules
from app.assignments.rules import Facts, Frequency, Rule

TOWN, COUNTY, CITY, PROVINCE = "370102001000", "370102000000", "370100000000", "370000000000"
SHOP = Facts("C", "catering", ("370102001005", TOWN, COUNTY, CITY, PROVINCE))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def a_rule(region: str, times: int = 1, period: rules.Cycle = "quarter", **narrower: str) -> Rule:
    return Rule(region, Frequency(times, period), date(2026, 1, 1), **narrower)  # type: ignore[arg-type]


def test_each_grade_is_covered_by_its_own_level() -> None:
    assert rules.LEVEL_OF_GRADE == {"A": "city", "B": "county", "C": "town", "D": "village"}


@given(DAYS)
def test_a_day_lies_within_its_own_quarter(day: date) -> None:
    first, last = rules.period_bounds(rules.period_of(day))
    assert first <= day <= last
    assert rules.period_of(last + timedelta(days=1)) != rules.period_of(day)


def test_the_last_quarter_ends_with_the_year() -> None:
    assert rules.period_bounds("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize("text", ["2026Q5", "2026", "26Q1", "2026Q", ""])
def test_other_texts_are_no_period(text: str) -> None:
    with pytest.raises(ValueError):
        rules.period_bounds(text)


@pytest.mark.parametrize(
    ("cycle", "bounds"),
    [
        ("quarter", (date(2026, 7, 1), date(2026, 9, 30))),
        ("half", (date(2026, 7, 1), date(2026, 12, 31))),
        ("year", (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_cycles_follow_the_calendar_year(cycle: rules.Cycle, bounds: tuple[date, date]) -> None:
    assert rules.cycle_bounds(date(2026, 8, 15), cycle) == bounds


def test_without_a_rule_a_visit_is_owed_each_quarter() -> None:
    assert rules.visits_owed(SHOP, [], "2026Q4") == [rules.Owed("2026Q4", 1, date(2026, 12, 31))]


def test_the_nearest_division_decides() -> None:
    chosen = rules.frequency_for(
        SHOP, [a_rule(PROVINCE, 1), a_rule(TOWN, 3), a_rule(CITY, 2)], date(2026, 10, 1)
    )
    assert chosen.times == 3


def test_within_a_division_grade_goes_before_business_type() -> None:
    chosen = rules.frequency_for(
        SHOP,
        [a_rule(COUNTY), a_rule(COUNTY, 2, business_type="catering"), a_rule(COUNTY, 3, grade="C")],
        date(2026, 10, 1),
    )
    assert chosen.times == 3


def test_a_rule_for_another_grade_or_division_does_not_apply() -> None:
    others = [a_rule(COUNTY, 4, grade="A"), a_rule("370103000000", 4)]
    assert rules.frequency_for(SHOP, others, date(2026, 10, 1)) == rules.DEFAULT


def test_a_rule_counts_from_its_first_to_its_last_day() -> None:
    rule = Rule(COUNTY, Frequency(2), date(2026, 4, 1), date(2026, 9, 30))
    times = [
        rules.frequency_for(SHOP, [rule], day).times
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1))
    ]
    assert times == [1, 2, 2, 1]


def test_two_visits_a_quarter_are_spread_over_it() -> None:
    owed = rules.visits_owed(SHOP, [a_rule(COUNTY, 2)], "2026Q4")
    assert [(o.nth, o.due_by) for o in owed] == [(1, date(2026, 11, 15)), (2, date(2026, 12, 31))]


def test_a_half_yearly_visit_is_owed_once_for_both_quarters() -> None:
    half = [a_rule(COUNTY, 1, "half")]
    third, fourth = (rules.visits_owed(SHOP, half, period) for period in ("2026Q3", "2026Q4"))
    assert third == fourth == [rules.Owed("2026Q3", 1, date(2026, 12, 31))]


@pytest.mark.parametrize(
    ("active_from", "owed"),
    [
        (date(2026, 10, 1), True),
        (date(2026, 12, 2), True),
        (date(2026, 12, 3), False),
        (date(2027, 1, 5), False),
        (None, True),
    ],
)
def test_a_new_entity_owes_a_visit_with_thirty_days_left(
    active_from: date | None, owed: bool
) -> None:
    assert rules.owes(active_from, date(2026, 10, 1), date(2026, 12, 31)) is owed


@given(DAYS, st.integers(1, 6), st.sampled_from(["quarter", "half", "year"]))
def test_the_last_visit_of_a_cycle_is_due_on_its_last_day(
    day: date, times: int, cycle: rules.Cycle
) -> None:
    rule = Rule(COUNTY, Frequency(times, cycle), date(2000, 1, 1))
    owed = rules.visits_owed(SHOP, [rule], rules.period_of(day))
    assert len(owed) == times
    assert owed[-1].due_by == rules.cycle_bounds(day, cycle)[1]
    assert sorted(o.due_by for o in owed) == [o.due_by for o in owed]
