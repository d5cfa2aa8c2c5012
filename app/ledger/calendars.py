"""The working calendars of this installation: shipped files, and what an administrator has loaded.

A loaded year wins over the shipped file.  Every process sees it within `FRESH_S`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Annotated
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML
from sqlalchemy.pool import Pool
from sqlmodel import Session

from app.db import table_of
from app.ledger.calendar_models import LoadedCalendar
from app.ledger.deadlines import CalendarYear, WorkCalendar
from app.settings import get_settings

FRESH_S = 2.0
"""How long a process goes by what it has read; what it opens meanwhile is recounted afterwards."""


class Holiday(BaseModel):
    """One holiday with its first and last day off."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    name: Annotated[str, Field(min_length=1, max_length=20)]
    first: date = Field(alias="from")
    last: date = Field(alias="to")

    def days(self) -> Iterator[date]:
        """Each day off."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


class CalendarFile(BaseModel):
    """The file of one year, with the document it was taken from."""

    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=2020, le=2100)]
    source: Annotated[str, Field(min_length=4, max_length=200)]
    holidays: list[Holiday]
    workdays: list[date]

    def published(self) -> CalendarYear:
        """The rule's view of the file."""
        off = frozenset(day for holiday in self.holidays for day in holiday.days())
        return CalendarYear(self.year, off, frozenset(self.workdays))


def load_calendar(folder: Path) -> WorkCalendar:
    """Every year in `folder`; years without a file are counted provisionally."""
    return WorkCalendar({year: file.published() for year, file in read_folder(folder).items()})


def read_folder(folder: Path) -> dict[int, CalendarFile]:
    """The files of a folder by their year."""
    files = (
        CalendarFile.model_validate(YAML(typ="safe").load(path))
        for path in sorted(folder.glob("*.yaml"))
    )
    return {file.year: file for file in files}


@lru_cache
def shipped() -> dict[int, CalendarFile]:
    """The files this installation came with."""
    return read_folder(get_settings().checklists / "calendar")


def loaded(session: Session) -> dict[int, LoadedCalendar]:
    """What an administrator has loaded, as it stands in the database."""
    found = session.execute(sa.select(LoadedCalendar).execution_options(populate_existing=True))
    return {row.year: row for row in found.scalars()}


_known: WeakKeyDictionary[Pool, tuple[float, WorkCalendar]] = WeakKeyDictionary()
"""By the connections, of which one installation may have engines with several options."""


def get_calendar(session: Session) -> WorkCalendar:
    """The calendar of this installation, at most `FRESH_S` old."""
    pool = session.get_bind().engine.pool
    known = _known.get(pool)
    if known is None or monotonic() - known[0] > FRESH_S:
        known = _known[pool] = (monotonic(), _read(session))
    return known[1]


def forget(session: Session) -> None:
    """Read the calendar anew at its next use: it has just been changed."""
    _known.pop(session.get_bind().engine.pool, None)


def _read(session: Session) -> WorkCalendar:
    # A plain statement: this is asked in the middle of all kinds of work, and must flush nothing.
    table = table_of(LoadedCalendar)
    years = {year: file.published() for year, file in shipped().items()}
    for row in session.execute(sa.select(table.c.year, table.c.holidays, table.c.workdays)):
        file = CalendarFile(
            year=row.year, source="loaded", holidays=row.holidays, workdays=row.workdays
        )
        years[row.year] = file.published()
    return WorkCalendar(years)
