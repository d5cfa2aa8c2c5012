"""When a visit was: phones' clocks are wrong, and records come late."""

from datetime import UTC, datetime, timedelta

import pytest

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


DAYS = timedelta(days=2)
NONE = timedelta()


@pytest.mark.parametrize("ahead", [DAYS, -DAYS], ids=["ahead", "behind"])
@pytest.mark.parametrize(
    ("begun", "ended", "told", "sent"),
    [
        (1, 1, 1, 1),  # wrong all along
        (1, 1, 1, 0),  # put right before it was sent
        (0, 0, 0, 1),  # put wrong before it was sent
    ],
)
def test_a_clock_two_days_off_puts_the_visit_where_it_was(
    ahead: timedelta, begun: int, ended: int, told: int, sent: int
) -> None:
    start, end = RECEIVED - timedelta(hours=5), RECEIVED - timedelta(hours=4)
    seen = timing(
        start + begun * ahead, end + ended * ahead, RECEIVED + sent * ahead, RECEIVED, told * ahead
    )
    assert (seen.started_at, seen.finished_at, seen.unsure) == (start, end, False)


def test_a_clock_set_ahead_after_the_last_exchange_is_corrected_by_the_one_at_receipt() -> None:
    end = RECEIVED - timedelta(hours=4)
    seen = timing(end + DAYS, end + DAYS, RECEIVED + DAYS, RECEIVED, NONE)
    assert (seen.finished_at, seen.corrected, seen.unsure) == (end, True, False)


@pytest.mark.parametrize("told", [None, NONE])
@pytest.mark.parametrize(
    "ended", [RECEIVED + DAYS, RECEIVED - timedelta(days=367), datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_an_end_that_cannot_be_is_put_at_the_receipt_and_marked(
    ended: datetime, told: timedelta | None
) -> None:
    seen = timing(ended, ended, RECEIVED, RECEIVED, told)
    assert (seen.finished_at, seen.started_at, seen.unsure) == (RECEIVED, RECEIVED, True)


def test_a_start_after_the_end_is_put_at_the_end_and_marked() -> None:
    end = RECEIVED - timedelta(hours=1)
    seen = timing(end + DAYS, end, RECEIVED, RECEIVED, NONE)
    assert (seen.finished_at, seen.started_at, seen.unsure) == (end, end, True)


def test_a_phone_a_moment_ahead_never_ends_a_visit_after_its_receipt() -> None:
    end = RECEIVED + timedelta(seconds=90)
    seen = timing(end, end, end, RECEIVED)
    assert (seen.finished_at, seen.unsure) == (RECEIVED, False)


@pytest.mark.parametrize(("year", "phone"), [(1, 9999), (9999, 1), (9999, 2026)])
def test_a_phone_in_another_millennium_is_no_error(year: int, phone: int) -> None:
    then = datetime(year, 1, 1, tzinfo=UTC)
    seen = timing(then, then, datetime(phone, 11, 1, tzinfo=UTC), RECEIVED)
    assert (seen.finished_at, seen.unsure) == (RECEIVED, True)
