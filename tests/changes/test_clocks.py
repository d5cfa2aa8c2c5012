from datetime import date

import pytest

from app.changes.clocks import clock
from app.ledger.calendars import load_calendar
from app.settings import get_settings

CALENDAR = load_calendar(get_settings().checklists / "calendar")
FRIDAY = date(2026, 9, 25)
"""Before 国庆: 25 to 27 September are 中秋, 1 to 7 October off."""


@pytest.mark.parametrize(
    ("start", "within", "today", "days", "late"),
    [
        (date(2026, 11, 2), 7, date(2026, 11, 2), 0, False),
        (date(2026, 11, 2), 7, date(2026, 11, 11), 7, False),
        (date(2026, 11, 2), 7, date(2026, 11, 12), 8, True),
        (date(2026, 11, 2), 15, date(2026, 11, 23), 15, False),
        (date(2026, 11, 2), 15, date(2026, 11, 24), 16, True),
    ],
)
def test_a_term_counts_working_days_from_the_day_after(
    start: date, within: int, today: date, days: int, late: bool
) -> None:
    found = clock(start, within, None, today, CALENDAR)
    assert (found.days, found.late, found.running) == (days, late, True)


def test_a_holiday_in_between_is_not_counted() -> None:
    found = clock(FRIDAY, 7, None, date(2026, 10, 8), CALENDAR)
    worked = sum(CALENDAR.is_workday(date(2026, 9, day)) for day in range(26, 31))
    worked += sum(CALENDAR.is_workday(date(2026, 10, day)) for day in range(1, 9))
    assert found.days == worked < 9


def test_once_ended_it_stands_still() -> None:
    ended = clock(date(2026, 11, 2), 7, date(2026, 11, 4), date(2026, 12, 31), CALENDAR)
    assert (ended.days, ended.late, ended.running) == (2, False, False)
    overrun = clock(date(2026, 11, 2), 7, date(2026, 11, 30), date(2026, 12, 31), CALENDAR)
    assert overrun.late
