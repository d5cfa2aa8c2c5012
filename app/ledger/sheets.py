"""Lines of the ledger into .xlsx and .csv, row by row; text stays text, whatever it looks like."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from app.ledger.ledger_lines import LEDGER, Cell, Line
from app.row_height import row_height

SHEET = "问题清单台账"
_PART = "xl/worksheets/sheet1.xml"
_LANDSCAPE_A3 = 8
_SPEED = 3
"""Of compression: a workbook of 100,000 rows in a third of the time, a tenth larger."""
_PRINTED = 20_000
"""Longer ones are not printed: to break their lines a spreadsheet would take minutes."""


@dataclass(frozen=True)
class _Looks:
    """The formats of the cells, as the workbook numbers them."""

    text: str
    day: str
    wraps: bool


def write_xlsx(file: IO[bytes], lines: Iterable[Line], expected: int) -> int:
    """Write a workbook and tell how many lines it has; one row at a time is in memory.

    Rows are written here, into an empty sheet by xlsxwriter: cell by cell it takes five times as
    long. `expected` is how many rows there will be.
    """
    with (
        ZipFile(_empty(expected)) as empty,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_SPEED) as book,
    ):
        for part in empty.namelist():
            if part != _PART:
                book.writestr(part, empty.read(part))
        before, looks, after = _opened(empty.read(_PART).decode(), wraps=expected <= _PRINTED)
        count = 0
        with book.open(_PART, "w") as sheet:
            sheet.write(before.encode())
            for line in lines:
                sheet.write(_row(line, looks).encode())
                count = line.number
            sheet.write(after.encode())
    return count


def _empty(expected: int) -> io.BytesIO:
    """A workbook with its heading, and in the second row a day and a text: the others look so."""
    file = io.BytesIO()
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.set_landscape()
    sheet.set_paper(_LANDSCAPE_A3)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(0)  # Which is: printed too.
    sheet.set_header(f"&C&14{SHEET}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(expected, 1), len(LEDGER) - 1)
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    for place, column in enumerate(LEDGER):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, bold)
    look = {"valign": "vcenter", "align": "left"}
    day = book.add_format({**look, "num_format": "yyyy-mm-dd"})
    sheet.write_datetime(1, 0, date(2026, 1, 1), day)
    sheet.write_blank(1, 1, None, book.add_format({**look, "text_wrap": expected <= _PRINTED}))
    book.close()
    file.seek(0)
    return file


def _opened(sheet: str, *, wraps: bool) -> tuple[str, _Looks, str]:
    """The sheet before and after its rows, and how their cells look."""
    row = r'<row r="2"[^>]*><c r="A2" s="(\d+)">.*?</c><c r="B2" s="(\d+)"/></row>'
    found = re.search(row, sheet)
    assert found is not None
    bare = re.sub(r"<dimension [^>]*/>", "", sheet[: found.start()])
    return bare, _Looks(text=found[2], day=found[1], wraps=wraps), sheet[found.end() :]


_LETTERS = [chr(ord("A") + place) for place in range(len(LEDGER))]
_EPOCH = date(1899, 12, 30).toordinal()
_XML = {
    **dict.fromkeys(set(range(0x20)) - {9, 10}, ""),
    0xFFFE: "",
    0xFFFF: "",
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}


def _row(line: Line, looks: _Looks) -> str:
    number = line.number + 1
    values = [column.cell(line) for column in LEDGER]
    cells = [
        _cell(f"{letter}{number}", value, looks)
        for letter, value in zip(_LETTERS, values, strict=True)
    ]
    texts = [
        (value, column.width)
        for value, column in zip(values, LEDGER, strict=True)
        if isinstance(value, str)
    ]
    height = f' ht="{row_height(texts)}"' if looks.wraps else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _cell(place: str, value: Cell, looks: _Looks) -> str:
    # Never by guessing from the words: a number may be a licence, and “=…” a formula.
    if isinstance(value, str):
        text = value.translate(_XML)
        kept = f'<is><t xml:space="preserve">{text}</t></is>'
        return f'<c r="{place}" s="{looks.text}" t="inlineStr">{kept}</c>' if value else ""
    if isinstance(value, date):
        return f'<c r="{place}" s="{looks.day}"><v>{value.toordinal() - _EPOCH}</v></c>'
    return "" if value is None else f'<c r="{place}" s="{looks.text}"><v>{value}</v></c>'


def write_csv(file: IO[bytes], lines: Iterable[Line], _: int) -> int:
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


WRITERS: Mapping[str, Callable[[IO[bytes], Iterable[Line], int], int]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
}
