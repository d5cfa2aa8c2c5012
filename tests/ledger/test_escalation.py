"""When an issue goes up a level and an office is late, over rest days; every date by hand."""

from datetime import date, datetime

import pytest

from app.ledger.calendars import load_calendar
from app.ledger.escalation import Ladder, escalated, latest_deadline, take_on_by
from app.settings import ROOT

CALENDAR = load_calendar(ROOT / "checklists/calendar")
LADDER = Ladder()


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


# deadline, today, level
LATE = [
    # Monday 23 November: Tuesday is the first working day past, the next Monday the fifth
    ("11-23", "11-24", "county"),
    ("11-23", "11-27", "county"),
    ("11-23", "11-30", "city"),
    # Friday: Saturday and Sunday are past it, but no working day has gone by
    ("11-27", "11-28", None),
    ("11-27", "11-29", None),
    ("11-27", "11-30", "county"),
    ("11-27", "12-03", "county"),
    ("11-27", "12-04", "city"),
    # 国庆 1 to 7 October off, Saturday the 10th worked: 8, 9, 10, 12, 13
    ("09-30", "10-07", None),
    ("09-30", "10-08", "county"),
    ("09-30", "10-12", "county"),
    ("09-30", "10-13", "city"),
    # 春节 15 to 23 February off, Saturday the 14th worked
    ("02-13", "02-14", "county"),
    ("02-14", "02-23", None),
    ("02-14", "02-24", "county"),
]


@pytest.mark.parametrize(("deadline", "today", "level"), LATE)
def test_overdue_goes_up_by_working_days(deadline: str, today: str, level: str | None) -> None:
    got = escalated(
        day(today), day(deadline), overdue=True, returned=0, ladder=LADDER, calendar=CALENDAR
    )
    assert got == level


@pytest.mark.parametrize(
    ("returned", "late", "level"), [(1, False, None), (2, False, "county"), (3, True, "city")]
)
def test_the_second_return_tells_the_county(returned: int, late: bool, level: str | None) -> None:
    today = day("12-10") if late else day("11-23")
    got = escalated(
        today, day("11-27"), overdue=late, returned=returned, ladder=LADDER, calendar=CALENDAR
    )
    assert got == level


def test_a_pause_takes_nothing_up() -> None:
    got = escalated(
        day("12-10"), day("11-27"), overdue=False, returned=0, ladder=LADDER, calendar=CALENDAR
    )
    assert got is None


@pytest.mark.parametrize(
    ("today", "level"),
    # 24, 25, 26 November are one to three; 7 December is the tenth
    [("11-25", None), ("11-26", "county"), ("12-04", "county"), ("12-07", "city")],
)
def test_an_installation_may_wait_longer(today: str, level: str | None) -> None:
    slow = Ladder(county=3, city=10, returns=5)
    got = escalated(
        day(today), day("11-23"), overdue=True, returned=4, ladder=slow, calendar=CALENDAR
    )
    assert got == level


@pytest.mark.parametrize(
    ("today", "workdays", "last"),
    [
        ("11-24", 1, "11-23"),
        ("11-29", 1, "11-26"),
        ("11-30", 1, "11-29"),
        ("11-30", 5, "11-23"),
        ("10-08", 1, "10-07"),
        ("10-07", 1, "09-29"),
    ],
)
def test_for_a_query_the_rule_is_a_last_deadline(today: str, workdays: int, last: str) -> None:
    assert latest_deadline(day(today), workdays, CALENDAR) == day(last)


@pytest.mark.parametrize(
    ("severity", "since", "until"),
    [
        ("minor", "11-23T09:00", "11-25T00:00"),
        ("major", "11-27T17:30", "12-01T00:00"),
        ("minor", "11-28T10:00", "12-01T00:00"),
        ("minor", "09-30T23:59", "10-09T00:00"),
        ("critical", "11-28T23:30", "11-29T01:30"),
        ("critical", "10-01T12:00", "10-01T14:00"),
    ],
)
def test_taking_on_has_a_working_day_and_the_critical_two_hours(
    severity: str, since: str, until: str
) -> None:
    assert take_on_by(severity, shanghai(since), CALENDAR) == shanghai(until)
