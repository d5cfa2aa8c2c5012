"""Deadlines over the holidays of 2026 and the turn of the year; every date counted by hand."""

from datetime import UTC, date, datetime

import pytest

from app.ledger.calendars import load_calendar
from app.ledger.deadlines import (
    days_left,
    due,
    due_date,
    due_hours,
    extended,
    is_overdue,
    late_words,
    notice_due_at,
    resumed,
)
from app.settings import ROOT

CALENDAR = load_calendar(ROOT / "checklists/calendar")


def day(text: str) -> date:
    """`11-23` of 2026, or a full date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


# found, working days, due
WORKDAYS = [
    ("11-23", 1, "11-24"),
    ("11-23", 5, "11-30"),
    ("11-27", 1, "11-30"),
    ("11-28", 1, "11-30"),
    ("11-29", 3, "12-02"),
    ("07-10", 15, "07-31"),
    ("11-23", 0, "11-23"),
    # 元旦: 1 to 3 January off, Sunday 4 January worked
    ("01-01", 1, "01-04"),
    ("01-02", 2, "01-05"),
    ("01-03", 6, "01-09"),
    ("01-04", 1, "01-05"),
    # 春节: 15 to 23 February off, Saturdays 14 and 28 February worked
    ("02-13", 1, "02-14"),
    ("02-13", 2, "02-24"),
    ("02-14", 1, "02-24"),
    ("02-12", 5, "02-26"),
    ("02-18", 3, "02-26"),
    ("02-23", 4, "02-27"),
    ("02-27", 1, "02-28"),
    ("02-27", 2, "03-02"),
    ("02-28", 1, "03-02"),
    ("02-10", 10, "03-02"),
    # 清明: 4 to 6 April off
    ("04-03", 1, "04-07"),
    ("04-02", 2, "04-07"),
    ("04-05", 5, "04-13"),
    # 劳动节: 1 to 5 May off, Saturday 9 May worked
    ("04-30", 1, "05-06"),
    ("04-30", 4, "05-09"),
    ("04-30", 5, "05-11"),
    ("05-08", 1, "05-09"),
    ("05-09", 1, "05-11"),
    ("05-03", 3, "05-08"),
    ("04-27", 10, "05-13"),
    # 端午: 19 to 21 June off
    ("06-18", 1, "06-22"),
    ("06-17", 3, "06-23"),
    ("06-20", 1, "06-22"),
    # 中秋: 25 to 27 September off, Sunday 20 September worked
    ("09-18", 1, "09-20"),
    ("09-18", 2, "09-21"),
    ("09-19", 1, "09-20"),
    ("09-20", 4, "09-24"),
    ("09-24", 1, "09-28"),
    # 国庆: 1 to 7 October off, Saturday 10 October worked
    ("09-24", 4, "10-08"),
    ("09-30", 1, "10-08"),
    ("09-30", 3, "10-10"),
    ("09-30", 4, "10-12"),
    ("10-09", 1, "10-10"),
    ("10-10", 1, "10-12"),
    ("10-04", 5, "10-13"),
    ("09-14", 15, "10-10"),
    ("12-30", 1, "12-31"),
]
# The arrangement of 2027 is not published: Monday to Friday without the fixed statutory days.
PROVISIONAL = [
    ("12-31", 1, "2027-01-04"),
    ("12-30", 5, "2027-01-07"),
    ("12-25", 10, "2027-01-11"),
    ("2027-01-01", 1, "2027-01-04"),
    ("2027-04-30", 1, "2027-05-03"),
    ("2027-09-30", 1, "2027-10-04"),
    ("2025-12-31", 1, "2026-01-04"),
]


@pytest.mark.parametrize(("found", "days", "until"), WORKDAYS)
def test_working_days_are_counted_from_the_day_after(found: str, days: int, until: str) -> None:
    got = due_date(day(found), days, "workday", day(found), CALENDAR)
    assert (got.day, got.provisional) == (day(until), False)


@pytest.mark.parametrize(("found", "days", "until"), PROVISIONAL)
def test_an_unpublished_year_gives_a_provisional_day(found: str, days: int, until: str) -> None:
    got = due_date(day(found), days, "workday", day(found), CALENDAR)
    assert (got.day, got.provisional) == (day(until), True)


@pytest.mark.parametrize("found", ["11-23", "11-29", "10-03"])
def test_immediate_means_that_day_even_on_a_rest_day(found: str) -> None:
    assert due_date(day(found), 0, "immediate", day(found), CALENDAR).day == day(found)


@pytest.mark.parametrize(
    ("found", "days", "until"),
    [("09-30", 7, "10-07"), ("12-30", 3, "2027-01-02"), ("02-27", 2, "03-01")],
)
def test_calendar_days_run_through_holidays(found: str, days: int, until: str) -> None:
    got = due_date(day(found), days, "calendar_day", day(found), CALENDAR)
    assert (got.day, got.provisional) == (day(until), False)


@pytest.mark.parametrize(
    ("found", "days", "unit", "received", "until"),
    [
        ("11-23", 0, "immediate", "11-25", "11-25"),
        ("11-02", 5, "workday", "11-20", "11-20"),
        ("11-02", 5, "workday", "11-05", "11-09"),
        ("09-24", 1, "workday", "10-05", "10-05"),
        ("11-23", 5, "workday", "11-30", "11-30"),
    ],
)
def test_what_arrives_late_is_due_no_earlier_than_it_arrived(
    found: str, days: int, unit: str, received: str, until: str
) -> None:
    assert due_date(day(found), days, unit, day(received), CALENDAR).day == day(until)


def test_the_day_of_a_finding_is_shanghais() -> None:
    late_evening_utc = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    got = due(late_evening_utc, 1, "workday", late_evening_utc, CALENDAR)
    assert got.day == day("11-25")


def test_hours_run_through_the_night_and_the_holidays() -> None:
    found = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)
    got = due_hours(found, 24, found)
    assert (got.day, got.at) == (day("10-02"), datetime(2026, 10, 2, 15, 0, tzinfo=UTC))


def test_hours_that_passed_before_receipt_end_with_that_day() -> None:
    found = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    received = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    got = due(found, 2, "hour", received, CALENDAR)
    assert (got.day, got.at) == (day("11-23"), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("deadline", "days", "unit", "until", "provisional"),
    [
        ("09-30", 3, "workday", "10-10", False),
        ("11-30", 5, "workday", "12-07", False),
        ("12-30", 2, "workday", "2027-01-04", True),
        ("09-30", 3, "calendar_day", "10-03", False),
    ],
)
def test_an_extension_is_counted_from_the_deadline(
    deadline: str, days: int, unit: str, until: str, provisional: bool
) -> None:
    got = extended(day(deadline), days, unit, CALENDAR)
    assert (got.day, got.provisional) == (day(until), provisional)


@pytest.mark.parametrize(
    ("deadline", "paused", "again", "unit", "until"),
    [
        ("11-30", "11-24", "12-01", "workday", "12-07"),
        ("11-30", "11-30", "12-03", "workday", "12-03"),
        ("10-10", "09-29", "10-09", "workday", "10-14"),
        ("11-30", "11-24", "11-24", "workday", "11-30"),
        ("11-30", "11-28", "11-29", "workday", "11-30"),
        ("11-20", "11-23", "12-01", "workday", "11-20"),
        ("11-30", "11-24", "11-28", "calendar_day", "12-04"),
        ("11-23", "11-23", "11-26", "immediate", "11-26"),
        ("12-31", "12-29", "2027-01-04", "workday", "2027-01-06"),
    ],
)
def test_after_a_pause_the_days_that_were_left_run_on(
    deadline: str, paused: str, again: str, unit: str, until: str
) -> None:
    assert resumed(day(deadline), day(paused), day(again), unit, CALENDAR).day == day(until)


def shanghai(text: str) -> datetime:
    """An instant from Shanghai's wall clock."""
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


@pytest.mark.parametrize(
    ("now", "paused", "late"),
    [
        ("11-30T23:59", None, False),
        ("12-01T00:00", None, False),
        ("12-01T00:01", None, True),
        ("12-20T12:00", "11-26", False),
        ("12-20T12:00", "11-30", False),
        ("12-20T12:00", "12-01", True),
    ],
)
def test_overdue_begins_after_midnight_and_not_in_a_pause(
    now: str, paused: str | None, late: bool
) -> None:
    since = day(paused) if paused else None
    assert is_overdue(shanghai(now), day("11-30"), None, since) is late


def test_an_hour_clock_is_overdue_by_the_minute() -> None:
    until = shanghai("11-23T12:00")
    assert not is_overdue(shanghai("11-23T12:00"), day("11-23"), until, None)
    assert is_overdue(shanghai("11-23T12:01"), day("11-23"), until, None)


@pytest.mark.parametrize(
    ("today", "deadline", "paused", "left"),
    [
        ("11-23", "11-30", None, 5),
        ("11-28", "11-30", None, 1),
        ("11-30", "11-30", None, 0),
        ("12-01", "11-30", None, -1),
        ("09-30", "10-10", None, 3),
        # Friday's deadline on Saturday and on Monday: rest days are late as well
        ("11-28", "11-27", None, -1),
        ("11-30", "11-27", None, -3),
        ("12-03", "11-30", None, -3),
        ("12-20", "11-30", "11-24", 4),
        ("12-20", "11-30", "12-04", -4),
        # Saturday, with a deadline by calendar days on Sunday: it is not today
        ("11-28", "11-29", None, 1),
    ],
)
def test_what_is_left_is_in_working_days_and_what_is_past_in_days_of_the_calendar(
    today: str, deadline: str, paused: str | None, left: int
) -> None:
    since = day(paused) if paused else None
    assert days_left(day(today), day(deadline), since, CALENDAR) == left


@pytest.mark.parametrize(
    ("today", "deadline", "paused", "said"),
    [
        ("11-30", "11-27", None, "逾期 3 天"),
        ("12-20", "11-30", "12-04", "逾期 4 天"),
        # a clock by the hour runs out on its day
        ("11-27", "11-27", None, "已逾期"),
    ],
)
def test_how_late_it_is_is_said_in_days_of_the_calendar(
    today: str, deadline: str, paused: str | None, said: str
) -> None:
    assert late_words(day(today), day(deadline), day(paused) if paused else None) == said


def test_the_office_is_told_of_the_critical_within_two_hours_of_receipt() -> None:
    received = shanghai("11-23T10:00")
    assert notice_due_at("critical", received) == shanghai("11-23T12:00")
    assert notice_due_at("major", received) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2025-12-31", "03-31", 59),
        ("03-31", "06-30", 61),
        ("06-30", "09-30", 66),
        ("09-30", "12-31", 62),
    ],
)
def test_each_quarter_of_2026_has_its_published_working_days(
    first: str, last: str, days: int
) -> None:
    assert CALENDAR.between(day(first), day(last)) == days


def test_an_unknown_unit_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        due_date(day("11-23"), 1, "fortnight", day("11-23"), CALENDAR)
