"""An office's workbook opened: the heading found wherever it stands, merged cells spread out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.authoring.columns import (
    CHILDREN,
    COLUMNS,
    FAULTS,
    HEAD,
    HELP,
    LAWS,
    REQUIRED,
    Column,
    bare,
    recognised,
)

LARGEST = 2 * 1024 * 1024
_UNPACKED = 40 * 1024 * 1024
_ROWS = 1000
_HEADING_WITHIN = 15
_OURS = {CHILDREN, LAWS, HEAD, HELP, FAULTS}


class NoWorkbook(ValueError):
    """A file that is no workbook of a checklist; says what to do."""


@dataclass(frozen=True)
class Row:
    """A row: the text of its cells by column, and where each stands."""

    number: int
    text: dict[str, str]
    letters: dict[str, str]
    alone: bool
    """Whether it is one cell over the whole width: a heading of a section, or a note."""

    def cell(self, key: str) -> str:
        """The cell of a column, or of the nearest there is: “C5”."""
        letter = self.letters.get(key) or self.letters.get("text") or "A"
        return f"{letter}{self.number}"


@dataclass(frozen=True)
class Table:
    """A sheet with a heading: its columns, and its rows until the last that is not empty."""

    sheet: str
    heading_row: int
    headings: dict[str, str]
    """The heading of each column as it is written."""
    letters: dict[str, str]
    rows: list[Row] = field(default_factory=list)


def opened(file: bytes, *, values: bool = True) -> Workbook:
    """The workbook; formulas as their last values unless `values` is false.  Raises NoWorkbook."""
    if len(file) > LARGEST:
        raise NoWorkbook("文件超过 2 MB，请删去图片和无关的工作表再试。")
    try:
        with ZipFile(io.BytesIO(file)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise NoWorkbook("文件展开后太大，请删去无关的工作表再试。")
        return load_workbook(io.BytesIO(file), data_only=values)
    except NoWorkbook:
        raise
    except (BadZipFile, KeyError, ValueError, OSError, AttributeError, TypeError) as error:
        raise NoWorkbook(
            "打不开这个文件。请用 Excel 或 WPS 打开，另存为“.xlsx”再试（有密码的先去掉密码）。"
        ) from error


def main_table(book: Workbook) -> Table:
    """The sheet of the items: the first whose heading is recognised.  Raises NoWorkbook."""
    nearest: tuple[int, str, list[str]] = (0, "", [])
    for sheet in book.worksheets:
        if sheet.title in _OURS:
            continue
        for number, headings in _first_rows(sheet):
            found = recognised(headings, COLUMNS)
            keys = {column.key for column in found.values()}
            lacking = [column.title for column in REQUIRED if column.key not in keys]
            if not lacking:
                return _table(sheet, number, found)
            if len(REQUIRED) - len(lacking) > nearest[0]:
                nearest = (len(REQUIRED) - len(lacking), f"{sheet.title}第 {number} 行", lacking)
    if nearest[0] >= 2:
        raise NoWorkbook(
            f"{nearest[1]}的表头缺少：{'、'.join(nearest[2])}。请把这几列的标题补上再试。"
        )
    titles = "、".join(column.title for column in REQUIRED)
    raise NoWorkbook(f"没找到表头。请在第一张工作表里写一行标题：{titles}。")


def further_table(book: Workbook, title: str, columns: tuple[Column, ...]) -> Table | None:
    """One of our own sheets beside the items, if the workbook has it."""
    if title not in book.sheetnames:
        return None
    sheet = book[title]
    for number, headings in _first_rows(sheet):
        found = recognised(headings, columns)
        if len(found) >= 2:
            return _table(sheet, number, found)
    return None


def pairs(book: Workbook) -> Iterator[tuple[str, Any, str]]:
    """What the sheet of heads says: name, value and cell of each of its rows."""
    if HEAD in book.sheetnames:
        for row in book[HEAD].iter_rows(min_row=1, max_row=30, max_col=2):
            if row[0].value is not None and len(row) > 1:
                yield bare(row[0].value), row[1].value, f"B{row[0].row}"


def text_of(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\u3000", " ").strip()


def _first_rows(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    for row in sheet.iter_rows(max_row=_HEADING_WITHIN, max_col=60):
        yield row[0].row or 1, [bare(cell.value) for cell in row]


def _table(sheet: Worksheet, heading_row: int, found: dict[int, Column]) -> Table:
    letters = {column.key: get_column_letter(place + 1) for place, column in found.items()}
    headings = {
        column.key: text_of(sheet.cell(heading_row, place + 1).value)
        for place, column in found.items()
    }
    table = Table(sheet.title, heading_row, headings, letters)
    spread, wide = _merged(sheet, heading_row, max(found) + 1)
    last = min(sheet.max_row, heading_row + _ROWS)
    for number in range(heading_row + 1, last + 1):
        text = {}
        for place, column in found.items():
            text[column.key] = text_of(
                spread.get((number, place + 1), sheet.cell(number, place + 1).value)
            )
        if number in wide:
            said = text_of(wide[number])
            text = dict.fromkeys(text, "") | {"section": said}
        if any(text.values()):
            table.rows.append(Row(number, text, letters, alone=number in wide))
    return table


def _merged(
    sheet: Worksheet, after: int, columns: int
) -> tuple[dict[tuple[int, int], Any], dict[int, Any]]:
    """What merged cells say of each row below them; rows that are one cell from end to end."""
    spread: dict[tuple[int, int], Any] = {}
    wide: dict[int, Any] = {}
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= after:
            continue
        value = sheet.cell(merged.min_row, merged.min_col).value
        if merged.min_row == merged.max_row and merged.max_col - merged.min_col + 2 >= columns > 2:
            wide[merged.min_row] = value
            continue
        for row in range(merged.min_row, merged.max_row + 1):
            spread[row, merged.min_col] = value
    return spread, wide
