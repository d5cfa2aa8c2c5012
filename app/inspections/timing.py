"""When a visit was, by our clock rather than the phone's, and which period it counts for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.assignments.rules import period_bounds, period_of
from app.clock import end_of_day, shanghai_date
from app.errors import Malformed

TOLERATED_SKEW = timedelta(seconds=120)
"""Phones and networks are this inexact by themselves; only what is beyond is corrected."""
AHEAD = timedelta(minutes=10)
BACK = timedelta(days=366)


@dataclass(frozen=True)
class Timing:
    """Instants of a visit, corrected for the phone's measured skew."""

    started_at: datetime
    finished_at: datetime
    received_at: datetime
    skew_s: int
    corrected: bool
    period: str
    late: bool

    @property
    def day(self) -> date:
        """Day 0 of the deadlines: the Shanghai date of the visit's end."""
        return shanghai_date(self.finished_at)


def timing(
    started_at: datetime, finished_at: datetime, device_now: datetime, received_at: datetime
) -> Timing:
    """Place a visit in time.  Raises Malformed for an end before the start or out of all reason."""
    skew = device_now - received_at
    correction = skew if abs(skew) > TOLERATED_SKEW else timedelta()
    try:
        started, finished = started_at - correction, finished_at - correction
    except OverflowError as error:
        raise _refused("/device_now") from error
    if finished < started:
        raise Malformed(
            "督导结束时间早于开始时间，请检查手机时间后重新提交。",
            errors=[{"pointer": "/finished_at", "detail": "早于开始时间"}],
        )
    if not received_at - BACK <= finished <= received_at + AHEAD:
        raise _refused("/finished_at")
    period = period_of(shanghai_date(finished))
    return Timing(
        started_at=started,
        finished_at=finished,
        received_at=received_at,
        skew_s=_seconds(skew),
        corrected=bool(correction),
        period=period,
        late=received_at >= end_of_day(period_bounds(period)[1]),
    )


def _seconds(skew: timedelta) -> int:
    # A phone may claim any year; the column holds 32 bits.
    return max(-(2**31), min(2**31 - 1, round(skew.total_seconds())))


def _refused(pointer: str) -> Malformed:
    return Malformed(
        "督导时间不对：晚于现在，或早于一年前。请把手机时间设为自动后重新提交，记录仍在手机上。",
        errors=[{"pointer": pointer, "detail": "与服务器时间相差太多"}],
    )
