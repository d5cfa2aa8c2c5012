"""An office's file opened, .xlsx, .xls or .csv: sheet by sheet, row by row, each cell as text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from app.errors import Malformed, TooLarge
from app.registry.formula_errors import formula_errors
from app.registry.texts import UNTIDY, as_text, tidy

LARGEST = 40 * 1024 * 1024
"""Of what is handed in over HTTP; the command line takes any file."""
_UNPACKED = 1200 * 1024 * 1024
_COLUMNS = 80
_SPREAD = 200_000
_PIECE = 1 << 20


class NoSheet(Malformed, slug="sheet-unreadable", title="表格打不开"):
    """A file that is no table."""


@dataclass(frozen=True)
class Page:
    """A sheet: its name, and its rows with their numbers, from the first that says something."""

    name: str
    rows: Iterator[tuple[int, list[str]]]


def pages(file: BinaryIO, name: str) -> Iterator[Page]:
    """The sheets of a file.  Raises NoSheet."""
    first = file.read(8)
    file.seek(0)
    if first.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        yield from _workbook(file, packed=first.startswith(b"PK"))
    elif name.lower().endswith((".xlsx", ".xls")):
        raise NoSheet("这不是 Excel 文件。请用 Excel 或 WPS 打开，另存为“.xlsx”再试。")
    else:
        yield Page("表格", _csv_rows(file))


def _workbook(file: BinaryIO, *, packed: bool) -> Iterator[Page]:
    try:
        if packed:
            with ZipFile(file) as parts:
                if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                    raise TooLarge("文件展开后太大，请删去图片和无关的工作表，或分成几份再试。")
            file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        wrong = formula_errors(file) if packed else {}
        file.seek(0)
        # Hidden sheets hold the choices of drop-down lists.
        shown = SheetVisibleEnum.Visible
        names = [one.name for one in book.sheets_metadata if one.visible == shown]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            yield Page(name, _sheet_rows(sheet, wrong.get(name, {})))
            # One sheet at a time stays in memory.
            del sheet
    except (CalamineError, BadZipFile, OSError) as error:
        raise NoSheet(
            "打不开这个文件。请用 Excel 或 WPS 打开，另存为“.xlsx”再试（有密码的先去掉密码）。"
        ) from error


def _sheet_rows(
    sheet: CalamineSheet, wrong: dict[tuple[int, int], str]
) -> Iterator[tuple[int, list[str]]]:
    if sheet.start is None:
        return
    # Rows come from the top of the sheet, columns from the first that is filled in.
    first_column = sheet.start[1]
    merged = _merged(sheet)
    seen: dict[tuple[int, int], str] = {}
    for number, raw in enumerate(sheet.iter_rows()):
        texts = [""] * first_column + [as_text(value) for value in raw[:_COLUMNS]]
        for column in range(len(texts)) if wrong else ():
            texts[column] = wrong.get((number, column), texts[column])
        for column, corner in merged.get(number, ()):
            if column >= len(texts):
                texts += [""] * (column + 1 - len(texts))
            if corner == (number, column):
                seen[corner] = texts[column]
            else:
                texts[column] = seen.get(corner, "")
        yield number + 1, texts


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """Per row the places that a merged cell covers, with its corner, which holds the value."""
    found: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    spent = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        spent += (bottom - top + 1) * (right - left + 1)
        if spent > _SPREAD:
            break
        for row in range(top, bottom + 1):
            for column in range(left, min(right, _COLUMNS - 1) + 1):
                found.setdefault(row, []).append((column, (top, left)))
    return found


def _csv_rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(file, _encoding(file), newline="")
    try:
        sample = text.read(8192)
        text.seek(0)
        if "\x00" in sample:
            raise NoSheet("看不懂这个文件。请另存为“.xlsx”或“CSV UTF-8”再试。")
        lines = sample.splitlines()[:5]
        between = max(",\t;，", key=lambda mark: sum(line.count(mark) for line in lines))
        for number, row in enumerate(csv.reader(text, delimiter=between), start=1):
            # One look at a row costs less than one at each of its cells.
            clean = len(row) <= _COLUMNS and not UNTIDY.search("|".join(row))
            yield number, row if clean else [tidy(text) for text in row[:_COLUMNS]]
    except csv.Error as error:
        raise NoSheet("CSV 文件有残缺的引号或换行，请另存为“.xlsx”再试。") from error
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-8 where all of it is; what else an office's Excel writes is GB18030."""
    try:
        reader = io.TextIOWrapper(file, "utf-8-sig")
        while reader.read(_PIECE):
            pass
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "gb18030"
    finally:
        reader.detach()
        file.seek(0)
