"""Loading a year's calendar: looked at first, then kept, then deadlines are recounted."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python
from sqlmodel import Session, SQLModel

from app.accounts.user import User
from app.audit.service import record
from app.checklists.reading import ChecklistError
from app.clock import shanghai_date
from app.db import begin_write
from app.errors import Malformed
from app.ledger.calendar_models import LoadedCalendar
from app.ledger.calendar_reading import read_calendar, workdays_in
from app.ledger.calendars import CalendarFile, Holiday, forget, get_calendar, loaded, shipped
from app.ledger.deadlines import WorkCalendar
from app.ledger.recounting import changes_of, recount, waiting
from app.regions.scope import EVERYWHERE, set_scope

AT_ONCE = 2000
"""Deadlines recounted while somebody waits; what is left is done by `dudao serve` afterwards."""


class CalendarFaulty(Malformed, slug="calendar-faulty", title="日历文件有误"):
    """The text is no calendar of a year; `errors` names file and line of each fault."""


class NewCalendar(SQLModel):
    """The file as it was picked: YAML, or the same as JSON."""

    file: Annotated[str, Field(min_length=1, max_length=120)]
    text: Annotated[str, Field(min_length=1, max_length=40_000)]
    look: bool = False
    """Only say what it would change."""


class YearShown(BaseModel):
    """One year: published, by whom it came, or still provisional."""

    year: int
    standing: Literal["shipped", "loaded", "provisional"]
    source: str = ""
    holidays: list[Holiday] = []
    workdays: list[date] = []
    quarters: list[int] = []
    """Working days in each quarter."""
    loaded_at: datetime | None = None
    loaded_by: str = ""


class CalendarLook(BaseModel):
    """What a file is, and what it changes: how many deadlines become sure, and how many later."""

    year: YearShown
    replaces: YearShown | None
    sure: int
    later: int
    most_days: int
    """By how many days the one that moves furthest."""
    counted_all: bool
    """False where there are more than were counted here."""
    applied: bool


def years(session: Session, at: datetime) -> list[YearShown]:
    """Every known year, and this and the next one where they are not published."""
    known = {year: _shipped(file) for year, file in shipped().items()}
    known |= {year: _loaded(row) for year, row in loaded(session).items()}
    today = shanghai_date(at)
    for year in (today.year, today.year + 1):
        known.setdefault(year, YearShown(year=year, standing="provisional"))
    return [known[year] for year in sorted(known)]


def load_year(
    session: Session, new: NewCalendar, *, by: User | None, name: str, at: datetime
) -> CalendarLook:
    """Keep a year's calendar and recount what was provisional; the same again changes nothing.

    With `look` nothing is written.  Raises CalendarFaulty.
    """
    file = _read(new)
    # Deadlines everywhere hang on it, whatever the administrator may see of them: only numbers.
    set_scope(session, EVERYWHERE)
    replaced = {one.year: one for one in years(session, at)}.get(file.year)
    if replaced is not None and replaced.standing == "provisional":
        replaced = None
    told = _look(session, file, replaced, name, at)
    if new.look:
        return told
    begin_write(session)
    session.merge(_row(file, name, at))
    record(session, at, by, "calendar.load", "calendar", str(file.year), source=file.source)
    session.commit()
    forget(session)
    recount(session, at, most=AT_ONCE)
    return told.model_copy(update={"applied": True})


def _read(new: NewCalendar) -> CalendarFile:
    try:
        return read_calendar(new.text, new.file)
    except ChecklistError as error:
        errors = [{"pointer": "/text", "detail": str(fault)} for fault in error.problems]
        raise CalendarFaulty("日历没有装入，请照下面改好文件再装。", errors=errors) from error


def _look(
    session: Session, file: CalendarFile, replaced: YearShown | None, name: str, at: datetime
) -> CalendarLook:
    calendar = WorkCalendar({**get_calendar(session).years, file.year: file.published()})
    sure = later = furthest = seen = 0
    last, more = None, True
    while more and seen < AT_ONCE:
        found = waiting(session, calendar, last)
        more = bool(found)
        if found:
            last, seen = found[-1].id, seen + len(found)
        for issue, until in changes_of(session, found, calendar):
            sure += not until.provisional
            moved = (until.day - issue.deadline).days
            later += moved > 0
            furthest = max(furthest, moved)
    return CalendarLook(
        year=_shown(file, "loaded", name, at),
        replaces=replaced,
        sure=sure,
        later=later,
        most_days=furthest,
        counted_all=not more,
        applied=False,
    )


def _row(file: CalendarFile, name: str, at: datetime) -> LoadedCalendar:
    return LoadedCalendar(
        year=file.year,
        source=file.source,
        holidays=[
            to_jsonable_python({"name": one.name, "from": one.first, "to": one.last})
            for one in file.holidays
        ],
        workdays=_texts(sorted(file.workdays)),
        loaded_at=at,
        loaded_by=name,
    )


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _shipped(file: CalendarFile) -> YearShown:
    return _shown(file, "shipped", "", None)


def _loaded(row: LoadedCalendar) -> YearShown:
    file = CalendarFile.model_validate(
        row.model_dump(include={"year", "source", "holidays", "workdays"})
    )
    return _shown(file, "loaded", row.loaded_by, row.loaded_at)


def _shown(
    file: CalendarFile, standing: Literal["shipped", "loaded"], by: str, at: datetime | None
) -> YearShown:
    return YearShown(
        year=file.year,
        standing=standing,
        source=file.source,
        holidays=file.holidays,
        workdays=file.workdays,
        quarters=workdays_in(file),
        loaded_at=at,
        loaded_by=by,
    )
