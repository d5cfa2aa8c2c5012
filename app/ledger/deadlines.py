"""When a problem must be put right: working days, deadlines, pauses and overdue, as pure rules.

Day 0 is the Shanghai date on which the visit ended; counting starts the next day (民法典 第201条).
A year whose holidays are not published yet is counted Monday to Friday without the fixed statutory
days, and what it yields is marked provisional.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from app.clock import end_of_day, shanghai_date

NOTICE_WITHIN = timedelta(hours=2)
"""重大: 2 小时内通知，自收到之时起."""

COUNTED_IN = {"workday": "个工作日", "calendar_day": "天"}
"""How days of a term are said, by its unit; the other units have none."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED_STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class CalendarYear:
    """The published arrangement of one year: days off, and weekend days that are worked (补班)."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked."""

    years: Mapping[int, CalendarYear]

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; in an unpublished year by weekday and fixed statutory days."""
        known = self.years.get(day.year)
        if known is None:
            return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED_STATUTORY
        if day in known.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in known.holidays

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted; 0 gives `day`."""
        for _ in range(count):
            day += _DAY
            while not self.is_workday(day):
                day += _DAY
        return day

    def next(self, day: date) -> date:
        """The first working day after `day`, looked for once."""
        found = self._next.get(day)
        if found is None:
            found = self._next[day] = self.after(day, 1)
        return found

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        whole = sum(self._worked(year)[-1] for year in range(start.year, end.year))
        return whole + self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        return self._worked(day.year)[day.timetuple().tm_yday - 1]

    def _worked(self, year: int) -> list[int]:
        """Working days of a year up to each of its days, counted once."""
        if year not in self._counted:
            days = _days(date(year - 1, 12, 31), date(year, 12, 31))
            self._counted[year] = list(accumulate(self.is_workday(day) for day in days))
        return self._counted[year]

    @cached_property
    def _next(self) -> dict[date, date]:
        return {}

    @cached_property
    def _counted(self) -> dict[int, list[int]]:
        return {}

    def published(self, start: date, end: date) -> bool:
        """Whether every year from `start` to `end` has its published arrangement."""
        return all(year in self.years for year in range(start.year, end.year + 1))


@dataclass(frozen=True)
class Due:
    """A deadline: the last day, the instant where a clock runs by hours, and how sure it is."""

    day: date
    at: datetime | None = None
    provisional: bool = False


def due_date(found: date, value: int, unit: str, received: date, calendar: WorkCalendar) -> Due:
    """The last day to rectify what was found on `found`; both dates are Shanghai's.

    `unit` is immediate, workday or calendar_day; calendar days run through holidays.  A record
    that arrives late is never overdue on arrival: the day is not before `received`.
    """
    day = _counted(found, value, unit, calendar)
    provisional = unit == "workday" and not calendar.published(found, day)
    return Due(max(day, received), None, provisional)


def due_hours(found_at: datetime, hours: int, received_at: datetime) -> Due:
    """The instant `hours` after `found_at`; the end of the day of receipt if that has passed."""
    at = found_at + timedelta(hours=hours)
    if at < received_at:
        at = end_of_day(shanghai_date(received_at))
        return Due(shanghai_date(received_at), at)
    return Due(shanghai_date(at), at)


def due(
    found_at: datetime, value: int, unit: str, received_at: datetime, calendar: WorkCalendar
) -> Due:
    """The deadline of a finding, by its unit."""
    if unit == "hour":
        return due_hours(found_at, value, received_at)
    return due_date(shanghai_date(found_at), value, unit, shanghai_date(received_at), calendar)


def extended(deadline: date, days: int, unit: str, calendar: WorkCalendar) -> Due:
    """The deadline `days` later, counted in the unit in which it was set."""
    day = _counted(deadline, days, unit, calendar)
    return Due(day, None, unit == "workday" and not calendar.published(deadline, day))


def resumed(
    deadline: date, paused_on: date, resumed_on: date, unit: str, calendar: WorkCalendar
) -> Due:
    """The deadline after a pause: the days that were left on `paused_on` run on from `resumed_on`.

    What was overdue before the pause stays so; a deadline never moves earlier.
    """
    if paused_on > deadline:
        return Due(deadline, None, False)
    if unit == "workday":
        left = calendar.between(paused_on, deadline)
        day = max(deadline, calendar.after(resumed_on, left))
        return Due(day, None, not calendar.published(paused_on, day))
    return Due(deadline + (resumed_on - paused_on), None, False)


def is_overdue(
    at: datetime, deadline: date, deadline_at: datetime | None, paused_since: date | None
) -> bool:
    """Whether the time of an open issue is up: after 24:00 Shanghai of its day, or its instant.

    A pause stops the clock, unless the day had passed before it began.
    """
    if paused_since is not None and paused_since <= deadline:
        return False
    return at > (deadline_at or end_of_day(deadline))


def days_left(
    today: date, deadline: date, paused_since: date | None, calendar: WorkCalendar
) -> int:
    """Working days until the deadline, nought on its day; calendar days below zero once past.

    A term is counted in working days, and so is what is left of it.  How late something is anybody
    counts on the wall, and an audit too: rest days are among them.
    """
    day = min(today, paused_since) if paused_since else today
    if day >= deadline:
        return (deadline - day).days
    # Among rest days only, the deadline has still not come.
    return max(calendar.between(day, deadline), 1)


def late_words(today: date, deadline: date, paused_since: date | None) -> str:
    """How late an overdue issue is, as every list, file and paper says it."""
    days = ((min(today, paused_since) if paused_since else today) - deadline).days
    return f"逾期 {days} 天" if days > 0 else "已逾期"


def notice_due_at(severity: str, received_at: datetime) -> datetime | None:
    """重大: the two hours in which the station and the office must be told, from receipt."""
    return received_at + NOTICE_WITHIN if severity == "critical" else None


def _counted(start: date, value: int, unit: str, calendar: WorkCalendar) -> date:
    match unit:
        case "immediate":
            return start
        case "workday":
            return calendar.after(start, value)
        case "calendar_day":
            return start + timedelta(days=value)
        case _:
            raise ValueError(f"no such unit of time: {unit}")


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
