"""When an issue goes up a level, and how long an office has to take it on, as pure rules.

Both are derived at every look and stored nowhere (DOMAIN 4.2, 4.3): overdue by one working day it
is the county office's concern, by five the city's; returned twice it is the county's at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.clock import end_of_day, shanghai_date
from app.ledger.deadlines import NOTICE_WITHIN, WorkCalendar

COUNTY = "county"
CITY = "city"


@dataclass(frozen=True)
class Ladder:
    """Working days past the deadline at which a level is told, and returns that tell the county."""

    county: int = 1
    city: int = 5
    returns: int = 2


def escalated(
    today: date,
    deadline: date,
    *,
    overdue: bool,
    returned: int,
    ladder: Ladder,
    calendar: WorkCalendar,
) -> str | None:
    """The highest level an open issue has gone up to by `today`, or None.

    The first working day after the deadline counts as one: a rest day alone takes nothing up.
    """
    if overdue and calendar.after(deadline, ladder.city) <= today:
        return CITY
    if returned >= ladder.returns or (overdue and calendar.after(deadline, ladder.county) <= today):
        return COUNTY
    return None


def latest_deadline(today: date, workdays: int, calendar: WorkCalendar) -> date:
    """The last deadline that is `workdays` working days past by `today`, for a query."""
    day = today
    while calendar.after(day, workdays) > today:
        day -= timedelta(days=1)
    return day


def take_on_by(severity: str, since: datetime, calendar: WorkCalendar) -> datetime:
    """Until when what an office has had since an instant is to be handed on, or taken on.

    交办 and 签收 alike: one working day each, so the end of the next.  重大: two hours, at any hour
    of any day.
    """
    if severity == "critical":
        return since + NOTICE_WITHIN
    return end_of_day(calendar.next(shanghai_date(since)))
