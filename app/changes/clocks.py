"""The two clocks of a change (DOMAIN 2.6), in working days, and that of a vacancy: pure rules."""

from dataclasses import dataclass
from datetime import date

from app.ledger.deadlines import WorkCalendar

TELL_WITHIN = 15
"""市场监管 tells the 食安办 of a change of state within so many working days of finding it."""
ADJUST_WITHIN = 7
"""The 食安办 adjusts the 包保 relation within so many working days of being told."""
VACANT_AT_MOST = 7
"""An entity without a responsible cadre for longer is shown red."""


@dataclass(frozen=True)
class Clock:
    """A term in working days: its last day, how many have gone, whether it was or is overrun."""

    by: date
    days: int
    within: int
    late: bool
    running: bool


def clock(
    start: date, within: int, ended: date | None, today: date, calendar: WorkCalendar
) -> Clock:
    """The term of `within` working days after `start`; it stands still from `ended` on."""
    upto = max(start, ended or today)
    days = calendar.between(start, upto)
    by = calendar.after(start, within)
    return Clock(by=by, days=days, within=within, late=upto > by, running=ended is None)
