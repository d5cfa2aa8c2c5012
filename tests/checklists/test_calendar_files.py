"""The published working calendars as data."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest

from app.checklists.reading import read_document

FOLDER = Path(__file__).resolve().parents[2] / "checklists/calendar"
FIRST, SATURDAY = date(2026, 1, 1), 5


@pytest.fixture(scope="module")
def calendar() -> dict[str, Any]:
    data: dict[str, Any] = read_document(
        (FOLDER / "2026.yaml").read_text("utf-8"), "2026.yaml"
    ).data
    return data


def days_off(calendar: dict[str, Any]) -> Iterator[date]:
    for holiday in calendar["holidays"]:
        day = holiday["from"]
        while day <= holiday["to"]:
            yield day
            day += timedelta(days=1)


def workdays(calendar: dict[str, Any]) -> list[date]:
    off = set(days_off(calendar))
    year = [FIRST + timedelta(days=n) for n in range(365)]
    extra = calendar["workdays"]
    return [d for d in year if d in extra or (d.weekday() < SATURDAY and d not in off)]


def test_every_day_agrees_with_the_published_arrangement(calendar: dict[str, Any]) -> None:
    year = [FIRST + timedelta(days=n) for n in range(365)]
    assert workdays(calendar) == [day for day in year if chinese_calendar.is_workday(day)]


def test_the_quarters_have_59_61_66_and_62_working_days(calendar: dict[str, Any]) -> None:
    quarters = Counter((day.month + 2) // 3 for day in workdays(calendar))
    assert quarters == {1: 59, 2: 61, 3: 66, 4: 62}


def test_make_up_workdays_are_weekend_days_outside_the_holidays(calendar: dict[str, Any]) -> None:
    off = set(days_off(calendar))
    assert all(day.weekday() >= SATURDAY and day not in off for day in calendar["workdays"])
