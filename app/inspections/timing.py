"""When a visit was, by our clock rather than the phone's, and which period it counts for.

A wrong clock never costs a record: it is corrected where that can be known, and otherwise placed
at the receipt and marked, for a phone offers no way to change the times of what it has handed in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.assignments.rules import period_bounds, period_of
from app.clock import end_of_day, shanghai_date

TOLERATED_SKEW = timedelta(seconds=120)
"""Phones and networks are this inexact by themselves; only what is beyond is corrected."""
BACK = timedelta(days=366)


@dataclass(frozen=True)
class Timing:
    """Instants of a visit, corrected for the phone's skew."""

    started_at: datetime
    finished_at: datetime
    received_at: datetime
    device_started_at: datetime
    """Begin and end by the phone's own clock, as they were sent."""
    device_finished_at: datetime
    skew_s: int
    corrected: bool
    unsure: bool
    """The phone's clock was changed in between: these are the nearest instants that can be."""
    period: str
    late: bool

    @property
    def day(self) -> date:
        """Day 0 of the deadlines: the Shanghai date of the visit's end."""
        return shanghai_date(self.finished_at)


def timing(
    started_at: datetime,
    finished_at: datetime,
    device_now: datetime,
    received_at: datetime,
    skew_at_end: timedelta | None = None,
) -> Timing:
    """Place a visit in time, by the skew at its end if the phone knew it, else by today's."""
    skew_now = device_now - received_at
    skew = _skew(finished_at, received_at, skew_now, skew_at_end)
    finished, surely_ended = _placed(finished_at, skew, before=received_at)
    started, surely_begun = _placed(started_at, skew, before=finished)
    period = period_of(shanghai_date(finished))
    return Timing(
        started_at=started,
        finished_at=finished,
        received_at=received_at,
        device_started_at=started_at,
        device_finished_at=finished_at,
        skew_s=_seconds(skew_now),
        corrected=bool(skew),
        unsure=not (surely_ended and surely_begun),
        period=period,
        late=received_at >= end_of_day(period_bounds(period)[1]),
    )


def _skew(
    finished_at: datetime, received_at: datetime, now: timedelta, at_end: timedelta | None
) -> timedelta:
    # Where the two differ the clock was changed in between. What it was at the end is nearer to
    # the truth, unless that would put the end where it cannot have been.
    for skew in (now if at_end is None or abs(at_end - now) <= TOLERATED_SKEW else at_end, now):
        correction = skew if abs(skew) > TOLERATED_SKEW else timedelta()
        if _placed(finished_at, correction, before=received_at)[1]:
            break
    return correction


def _placed(instant: datetime, skew: timedelta, *, before: datetime) -> tuple[datetime, bool]:
    """The corrected instant and whether it can be right; where not, the latest it can be."""
    try:
        corrected = instant - skew
    except OverflowError:
        return before, False
    if not before - BACK <= corrected <= before + TOLERATED_SKEW:
        return before, False
    return min(corrected, before), True


def _seconds(skew: timedelta) -> int:
    # A phone may claim any year; the column holds 32 bits.
    return max(-(2**31), min(2**31 - 1, round(skew.total_seconds())))
