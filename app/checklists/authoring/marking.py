"""The author's own workbook back: faulty cells coloured, each with the reason as a comment."""

import io
from collections import defaultdict
from collections.abc import Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.authoring.columns import FAULTS
from app.checklists.authoring.faults import Fault
from app.checklists.authoring.sheet import opened

AUTHOR = "督导通"
_FAULTY = "FFC7CE"
_PLAIN = PatternFill(fill_type=None)


def marked(file: bytes, faults: Sequence[Fault]) -> bytes:
    """The workbook with its faults marked, and listed on a sheet of their own; old marks go."""
    book = opened(file, values=False)
    if FAULTS in book.sheetnames:
        del book[FAULTS]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = _PLAIN
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fault in faults:
        if fault.sheet in book.sheetnames:
            reasons[fault.sheet, fault.cell].append(fault.text)
    for (name, place), texts in reasons.items():
        cell = _first_of_merged(book[name][place])
        cell.fill = PatternFill("solid", fgColor=_FAULTY)
        cell.comment = Comment("\n".join(texts), AUTHOR, height=120, width=320)
    _listed(book.create_sheet(FAULTS), faults)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _first_of_merged(cell: Cell | MergedCell) -> Cell:
    """The cell itself; of merged ones the first, which alone can be coloured."""
    if isinstance(cell, Cell):
        return cell
    sheet = cell.parent
    assert isinstance(sheet, Worksheet)
    around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    first = sheet.cell(around.min_row, around.min_col)
    assert isinstance(first, Cell)
    return first


def _listed(sheet: Worksheet, faults: Sequence[Fault]) -> None:
    for place, (title, width) in enumerate((("工作表", 16), ("单元格", 10), ("怎么改", 90)), 1):
        sheet.cell(1, place, title).font = Font(bold=True)
        sheet.column_dimensions["ABC"[place - 1]].width = width
    for number, fault in enumerate(faults, 2):
        for place, text in enumerate((fault.sheet, fault.cell, fault.text), 1):
            sheet.cell(number, place, text)
