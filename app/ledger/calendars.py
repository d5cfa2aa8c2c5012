"""The published working calendars, read from `checklists/calendar/<year>.yaml`."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from app.ledger.deadlines import CalendarYear, WorkCalendar
from app.settings import get_settings


class Holiday(BaseModel):
    """One holiday with its first and last day off."""

    name: str
    first: date = Field(alias="from")
    last: date = Field(alias="to")

    def days(self) -> Iterator[date]:
        """Each day off."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


class CalendarFile(BaseModel):
    """The file of one year, with the document it was taken from."""

    model_config = ConfigDict(extra="forbid")

    year: int
    source: str
    holidays: list[Holiday]
    workdays: list[date]

    def published(self) -> CalendarYear:
        """The rule's view of the file."""
        off = frozenset(day for holiday in self.holidays for day in holiday.days())
        return CalendarYear(self.year, off, frozenset(self.workdays))


def load_calendar(folder: Path) -> WorkCalendar:
    """Every year in `folder`; years without a file are counted provisionally."""
    years = {}
    for path in sorted(folder.glob("*.yaml")):
        file = CalendarFile.model_validate(YAML(typ="safe").load(path))
        years[file.year] = file.published()
    return WorkCalendar(years)


@lru_cache
def get_calendar() -> WorkCalendar:
    """The calendar of this installation."""
    return load_calendar(get_settings().checklists / "calendar")
