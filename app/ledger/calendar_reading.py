"""A year's calendar from text: YAML or JSON, with every fault named by file, line and sentence."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pydantic import ValidationError

from app.checklists.reading import ChecklistError, Document, Problem, read_document, unlike
from app.ledger.calendars import CalendarFile
from app.ledger.deadlines import WorkCalendar

USUAL_WORKDAYS = range(240, 257)
"""A year has about 250; a file that yields others has most likely left something out."""
_SATURDAY = 5


def read_calendar(text: str, file: str) -> CalendarFile:
    """The calendar a text holds.  Raises ChecklistError, which lists everything wrong with it."""
    document = read_document(text, file)
    try:
        found = CalendarFile.model_validate(document.data)
    except ValidationError as error:
        raise unlike(document, error) from error
    faults = sorted(set(_faults(document, found)))
    if faults:
        raise ChecklistError(faults)
    return found


def workdays_in(file: CalendarFile) -> list[int]:
    """Working days in each quarter: what a person compares with the published arrangement."""
    calendar = WorkCalendar({file.year: file.published()})
    ends = [date(file.year - 1, 12, 31)] + [
        date(file.year, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
    return [calendar.between(*pair) for pair in pairwise(ends)]


def _faults(document: Document, file: CalendarFile) -> Iterator[Problem]:
    off: set[date] = set()
    for number, holiday in enumerate(file.holidays):
        place = ("holidays", number)
        if holiday.last < holiday.first:
            yield document.problem((*place, "to"), f"{holiday.name}的末日早于首日，请核对")
            continue
        days = set(holiday.days())
        if any(day.year != file.year for day in days):
            yield document.problem(
                (*place, "from"),
                f"{holiday.name}有不在 {file.year} 年内的日子，请写到那一年的文件里",
            )
        if days & off:
            yield document.problem((*place, "from"), f"{holiday.name}与另一个假期重叠，请核对")
        off |= days
    seen: set[date] = set()
    for number, day in enumerate(file.workdays):
        place = ("workdays", number)
        if day.year != file.year:
            yield document.problem(place, f"{day} 不在 {file.year} 年内，请写到那一年的文件里")
        if day.weekday() < _SATURDAY:
            yield document.problem(place, f"{day} 不是周六或周日，调休上班只写周末，请核对")
        if day in off:
            yield document.problem(place, f"{day} 又放假又上班，请核对")
        if day in seen:
            yield document.problem(place, f"{day} 写了两次，请删去一个")
        seen.add(day)
    total = sum(workdays_in(file))
    if total not in USUAL_WORKDAYS:
        yield document.problem(
            ("holidays",), f"算出全年 {total} 个工作日，一般在 250 天左右，请核对是否抄漏"
        )
