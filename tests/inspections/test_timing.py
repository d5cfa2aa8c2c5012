"""When a visit was: phones' clocks are wrong, and records come late."""

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import Malformed
from app.inspections.timing import Timing, timing

RECEIVED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _visit(*, ended: datetime, phone: datetime, received: datetime = RECEIVED) -> Timing:
    return timing(ended - timedelta(minutes=20), ended, phone, received)


def test_a_phone_two_minutes_off_is_taken_at_its_word() -> None:
    ended = RECEIVED - timedelta(hours=1)
    seen = _visit(ended=ended, phone=RECEIVED + timedelta(seconds=120))
    assert (seen.finished_at, seen.corrected, seen.skew_s) == (ended, False, 120)


def test_a_phone_a_day_ahead_is_corrected_by_its_measured_skew() -> None:
    ended = RECEIVED + timedelta(hours=23)
    seen = _visit(ended=ended, phone=RECEIVED + timedelta(days=1))
    assert seen.finished_at == RECEIVED - timedelta(hours=1)
    assert (seen.corrected, seen.skew_s) == (True, 86400)


def test_the_period_is_the_quarter_of_the_shanghai_day() -> None:
    # 00:30 on 1 October in Shanghai is still September in UTC.
    ended = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
    seen = _visit(ended=ended, phone=ended, received=ended)
    assert (seen.period, seen.day.isoformat()) == ("2026Q4", "2026-10-01")


def test_a_record_received_in_the_next_quarter_is_late() -> None:
    ended = datetime(2026, 9, 30, 8, 0, tzinfo=UTC)
    last_moment = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert not _visit(ended=ended, phone=last_moment, received=last_moment).late
    midnight = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    seen = _visit(ended=ended, phone=midnight, received=midnight)
    assert (seen.late, seen.period) == (True, "2026Q3")


@pytest.mark.parametrize("off", [timedelta(minutes=11), timedelta(days=-367)])
def test_an_end_in_the_future_or_over_a_year_ago_is_refused(off: timedelta) -> None:
    with pytest.raises(Malformed) as refused:
        _visit(ended=RECEIVED + off, phone=RECEIVED)
    assert refused.value.errors and refused.value.errors[0]["pointer"] == "/finished_at"


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(Malformed, match="早于开始"):
        timing(RECEIVED, RECEIVED - timedelta(seconds=1), RECEIVED, RECEIVED)


def test_a_phone_in_the_year_one_is_refused_and_not_an_error() -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    with pytest.raises(Malformed):
        timing(first, first, datetime(9999, 1, 1, tzinfo=UTC), RECEIVED)
