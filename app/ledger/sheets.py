"""Lines of the ledger into .xlsx and .csv, row by row; text stays text, whatever it looks like."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.ledger.ledger_lines import LEDGER, Cell, Line

SHEET = "问题清单台账"
_LANDSCAPE_A3 = 8


def write_xlsx(file: IO[bytes], lines: Iterable[Line]) -> int:
    """Write a workbook and tell how many lines it has; one row at a time is in memory."""
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(SHEET)
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    _head(sheet, book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}))
    count = 0
    for count, line in enumerate(lines, start=1):
        for place, column in enumerate(LEDGER):
            _cell(sheet, count, place, column.cell(line), day)
    sheet.autofilter(0, 0, max(count, 1), len(LEDGER) - 1)
    book.close()
    return count


def _head(sheet: Worksheet, bold: Format) -> None:
    sheet.set_landscape()
    sheet.set_paper(_LANDSCAPE_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(LEDGER):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, bold)


def _cell(sheet: Worksheet, row: int, place: int, value: Cell, day: Format) -> None:
    # Never by guessing from the words: a number may be a licence, and “=…” a formula.
    if isinstance(value, str):
        if value:
            sheet.write_string(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif value is not None:
        sheet.write_number(row, place, value)


def write_csv(file: IO[bytes], lines: Iterable[Line]) -> int:
    """Write UTF-8 with its mark, by which Excel and WPS know it, and tell how many lines."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(column.title for column in LEDGER)
    count = 0
    for line in lines:
        table.writerow([_plain(column.cell(line)) for column in LEDGER])
        count = line.number
    text.flush()
    text.detach()
    return count


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONG = 11
"""Digits from which a spreadsheet shows a number rounded."""


def _plain(value: Cell) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (
        value.startswith(_FORMULA) or (len(value) >= _LONG and value.isdecimal())
    ):
        # The apostrophe by which a spreadsheet is told: this is text.
        return f"'{value}"
    return value


WRITERS: Mapping[str, Callable[[IO[bytes], Iterable[Line]], int]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
}
