"""C3: deadlines counted by hand, each with its reason: holidays, the turn of the year, pauses.

Never to be written by running the rule: the days were counted on the published arrangement.
"""

from datetime import date

import pytest

from app.ledger.calendars import load_calendar
from app.ledger.deadlines import due_date, extended, resumed
from app.settings import ROOT

CALENDAR = load_calendar(ROOT / "checklists/calendar")

# found, working days, last day, whether provisional, the days counted
WORKDAYS = [
    ("2026-01-05", 5, "2026-01-12", False, "6 7 8 9, then Monday 12"),
    ("2026-01-02", 1, "2026-01-04", False, "元旦; Sunday 4 is worked"),
    ("2026-01-03", 5, "2026-01-08", False, "4 (worked) 5 6 7 8"),
    ("2026-01-30", 1, "2026-02-02", False, "over a weekend and into February"),
    ("2026-02-06", 5, "2026-02-13", False, "9 to 13"),
    ("2026-02-06", 6, "2026-02-14", False, "Saturday 14 is worked before 春节"),
    ("2026-02-06", 7, "2026-02-24", False, "15 to 23 are off"),
    ("2026-02-13", 5, "2026-02-27", False, "14, then 24 25 26 27"),
    ("2026-02-13", 6, "2026-02-28", False, "Saturday 28 is worked"),
    ("2026-02-13", 7, "2026-03-02", False, "Sunday 1 March is off"),
    ("2026-02-15", 1, "2026-02-24", False, "found on the first day off"),
    ("2026-02-20", 10, "2026-03-06", False, "24 25 26 27 28, 2 3 4 5 6"),
    ("2026-03-27", 5, "2026-04-03", False, "30 31 1 2 3"),
    ("2026-03-27", 6, "2026-04-07", False, "清明 4 to 6 off"),
    ("2026-04-06", 1, "2026-04-07", False, "found on the Monday off"),
    ("2026-04-24", 5, "2026-05-06", False, "27 28 29 30, then 6 after 劳动节"),
    ("2026-04-29", 5, "2026-05-09", False, "30, 6 7 8, Saturday 9 worked"),
    ("2026-05-01", 3, "2026-05-08", False, "6 7 8"),
    ("2026-05-07", 3, "2026-05-11", False, "8, Saturday 9, Monday 11"),
    ("2026-05-10", 1, "2026-05-11", False, "found on a Sunday"),
    ("2026-06-12", 5, "2026-06-22", False, "15 16 17 18, 端午 19 to 21 off, 22"),
    ("2026-06-18", 5, "2026-06-26", False, "22 to 26"),
    ("2026-06-30", 1, "2026-07-01", False, "into the next quarter"),
    ("2026-07-03", 10, "2026-07-17", False, "two plain weeks"),
    ("2026-08-31", 5, "2026-09-07", False, "1 2 3 4, Monday 7"),
    ("2026-09-11", 6, "2026-09-20", False, "14 to 18, Sunday 20 worked"),
    ("2026-09-17", 5, "2026-09-23", False, "18, 20 (worked), 21 22 23"),
    ("2026-09-23", 3, "2026-09-29", False, "24, 中秋 25 to 27 off, 28 29"),
    ("2026-09-23", 5, "2026-10-08", False, "24 28 29 30, 国庆 1 to 7 off, 8"),
    ("2026-09-25", 10, "2026-10-15", False, "28 29 30, 8 9 10 (worked), 12 13 14 15"),
    ("2026-10-01", 3, "2026-10-10", False, "8 9, Saturday 10 worked"),
    ("2026-10-07", 4, "2026-10-12", False, "8 9 10, Sunday 11 off, 12"),
    ("2026-10-09", 5, "2026-10-15", False, "10 12 13 14 15"),
    ("2026-11-06", 20, "2026-12-04", False, "four plain weeks"),
    ("2026-12-24", 5, "2026-12-31", False, "25 28 29 30 31"),
    ("2026-12-24", 6, "2027-01-04", True, "1 January off, 2 and 3 a weekend"),
    ("2026-12-31", 3, "2027-01-06", True, "4 5 6"),
    ("2026-12-28", 10, "2027-01-12", True, "29 30 31, 4 to 8, 11 12"),
    ("2027-01-02", 1, "2027-01-04", True, "a weekend of an unpublished year"),
    ("2027-04-30", 2, "2027-05-04", True, "1 and 2 May are a weekend: 3 4"),
    ("2027-09-30", 2, "2027-10-05", True, "1 statutory, 2 and 3 a weekend: 4 5"),
]
# found, value, unit, received, last day, why
OTHER_TERMS = [
    ("2026-09-29", 3, "calendar_day", "2026-09-29", "2026-10-02", "runs into 国庆"),
    ("2026-02-13", 7, "calendar_day", "2026-02-13", "2026-02-20", "ends within 春节"),
    ("2026-12-31", 1, "calendar_day", "2026-12-31", "2027-01-01", "New Year's Day itself"),
    ("2026-02-28", 1, "calendar_day", "2026-02-28", "2026-03-01", "2026 has no 29 February"),
    ("2026-10-01", 0, "immediate", "2026-10-01", "2026-10-01", "that day, though it is off"),
    ("2026-02-17", 0, "immediate", "2026-02-17", "2026-02-17", "that day, though it is off"),
    ("2026-09-24", 5, "workday", "2026-10-09", "2026-10-09", "28 29 30 8 9; received on its day"),
    ("2026-09-24", 5, "workday", "2026-10-12", "2026-10-12", "was over: the day of receipt"),
    ("2026-12-30", 1, "workday", "2027-01-03", "2027-01-03", "was over: even on a Sunday"),
    ("2026-02-14", 0, "immediate", "2026-02-16", "2026-02-16", "handed in two days late"),
]
# deadline, days more, unit, last day, whether provisional, why
EXTENDED = [
    ("2026-02-13", 5, "workday", "2026-02-27", False, "14 24 25 26 27"),
    ("2026-04-30", 1, "workday", "2026-05-06", False, "1 to 5 May off"),
    ("2026-09-30", 5, "workday", "2026-10-13", False, "8 9 10 12 13"),
    ("2026-06-18", 1, "workday", "2026-06-22", False, "端午"),
    ("2026-12-31", 5, "workday", "2027-01-08", True, "4 to 8 January"),
    ("2026-09-30", 5, "calendar_day", "2026-10-05", False, "through 国庆"),
]
# deadline, paused on, resumed on, unit, last day, the days that were left
PAUSED = [
    ("2026-10-09", "2026-09-29", "2026-10-08", "workday", "2026-10-12", "30 8 9: 9 10 12"),
    ("2026-02-27", "2026-02-13", "2026-02-24", "workday", "2026-03-02", "five: 25 26 27 28, 2"),
    ("2026-05-11", "2026-05-08", "2026-05-09", "workday", "2026-05-12", "9 and 11: 11 12"),
    ("2026-05-11", "2026-04-30", "2026-05-06", "workday", "2026-05-12", "five: 7 8 9 11 12"),
    ("2026-12-31", "2026-12-30", "2027-01-04", "workday", "2027-01-05", "one: 5"),
    ("2026-06-22", "2026-06-18", "2026-06-22", "workday", "2026-06-23", "one: 23"),
    ("2026-09-30", "2026-09-30", "2026-10-10", "workday", "2026-10-10", "none: that day"),
    ("2026-10-12", "2026-10-12", "2026-10-14", "workday", "2026-10-14", "none: that day"),
    ("2026-11-20", "2026-11-21", "2026-12-01", "workday", "2026-11-20", "was over already"),
    ("2026-11-27", "2026-11-23", "2026-11-23", "workday", "2026-11-27", "four: 24 to 27"),
    ("2026-10-03", "2026-10-01", "2026-10-08", "calendar_day", "2026-10-10", "stood seven days"),
    ("2026-12-30", "2026-12-28", "2027-01-02", "calendar_day", "2027-01-04", "stood five days"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_table_holds_what_was_asked_for() -> None:
    assert len(WORKDAYS) + len(OTHER_TERMS) + len(EXTENDED) + len(PAUSED) >= 60


@pytest.mark.parametrize(("found", "days", "until", "provisional", "why"), WORKDAYS)
def test_working_days(found: str, days: int, until: str, provisional: bool, why: str) -> None:
    got = due_date(day(found), days, "workday", day(found), CALENDAR)
    assert (got.day, got.provisional) == (day(until), provisional), why


@pytest.mark.parametrize(("found", "value", "unit", "received", "until", "why"), OTHER_TERMS)
def test_other_terms_and_late_receipt(
    found: str, value: int, unit: str, received: str, until: str, why: str
) -> None:
    assert due_date(day(found), value, unit, day(received), CALENDAR).day == day(until), why


@pytest.mark.parametrize(("deadline", "days", "unit", "until", "provisional", "why"), EXTENDED)
def test_extensions(
    deadline: str, days: int, unit: str, until: str, provisional: bool, why: str
) -> None:
    got = extended(day(deadline), days, unit, CALENDAR)
    assert (got.day, got.provisional) == (day(until), provisional), why


@pytest.mark.parametrize(("deadline", "paused", "again", "unit", "until", "why"), PAUSED)
def test_pauses(deadline: str, paused: str, again: str, unit: str, until: str, why: str) -> None:
    got = resumed(day(deadline), day(paused), day(again), unit, CALENDAR)
    assert got.day == day(until), why
