"""The same workbook back: the same sheets, rows and columns, faulty cells coloured, and why beside.

It is written anew from what was kept of the file, so that no file with people's numbers lies
about; ID numbers are hidden in it as everywhere else.
"""

import io
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from sqlmodel import Session

from app.db import table_of
from app.registry.faults import KINDS, Gravity
from app.registry.headings import Sheet, sheet_of
from app.registry.models import ImportBatch, ImportFinding, ImportRow
from app.registry.shown import letter_of

_row, _finding = table_of(ImportRow), table_of(ImportFinding)
_PIECE = 2000
_NAME = 31
_COLOURS = {Gravity.ERROR: "#F9C9C3", Gravity.WARNING: "#FBE7B2"}
REASONS = "问题和改法"


def answer(session: Session, batch: ImportBatch, *, only_held: bool) -> bytes:
    """The workbook; with `only_held` just the rows that would not be taken in, to be mended."""
    file = io.BytesIO()
    # One row at a time in memory, whatever the length of the sheet.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    paints = {
        gravity: book.add_format({"bg_color": colour, "num_format": "@", "valign": "top"})
        for gravity, colour in _COLOURS.items()
    }
    plain = book.add_format({"num_format": "@", "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "text_wrap": True, "border": 1})
    _summary(book, batch, head)
    taken: set[str] = {"总表"}
    for at, kept in enumerate(batch.sheets):
        sheet = sheet_of(dict(kept))
        if sheet.shape is None:
            continue
        page = book.add_worksheet(_free_name(sheet.name, taken))
        _heading(page, sheet, head, only_held=only_held)
        line = 1 if only_held else sheet.heading_row
        for row, notes in _rows(session, batch, at, only_held=only_held):
            if only_held:
                line += 1
            else:
                line = row.number
            _line(page, line - 1, row, notes, sheet, paints, plain)
        if sheet.total_row and not only_held:
            _total(page, sheet, paints[Gravity.WARNING], plain)
    book.close()
    return file.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    free = "".join(c for c in name if c not in "[]:*?/\\")[:_NAME] or "表格"
    while free in taken:
        free = free[: _NAME - 1] + "＋"
    taken.add(free)
    return free


def _summary(book: Any, batch: ImportBatch, head: Any) -> None:
    page = book.add_worksheet("总表")
    page.set_column(0, 0, 30)
    page.set_column(1, 3, 14)
    totals = batch.totals
    lines: list[tuple[str, object]] = [
        ("读入行数", totals["rows"]),
        ("可以新增", totals["insert"]),
        ("可以更新", totals["update"]),
        ("和名录一样，不用导入", totals["same"]),
        ("要改好才能导入（红）", totals["faulty"]),
        ("要确认才能导入（黄）", totals["doubted"]),
        ("其中已经导入", totals["taken"]),
    ]
    page.write_row(0, 0, [batch.file, "行数"], head)
    for at, line in enumerate(lines, start=1):
        page.write_row(at, 0, line)
    at = len(lines) + 2
    page.write_row(at, 0, ["问题", "处数", "怎么办"], head)
    for n, one in enumerate(totals.get("codes", []), start=at + 1):
        kind = KINDS[one["code"]]
        todo = "改好" if kind.gravity is Gravity.ERROR else "核对，或写原因"
        page.write_row(n, 0, [kind.name, one["many"], todo])


def _heading(page: Any, sheet: Sheet, head: Any, *, only_held: bool) -> None:
    for place in range(len(sheet.headings)):
        page.set_column(place, place, 18)
    beside = len(sheet.headings)
    page.set_column(beside, beside, 60)
    if not only_held:
        for at, texts in enumerate(sheet.before):
            page.write_row(sheet.heading_row - 1 - len(sheet.before) + at, 0, texts)
    at = 0 if only_held else sheet.heading_row - 1
    page.write_row(at, 0, [*sheet.headings, REASONS], head)
    page.freeze_panes(at + 1, 0)


def _line(
    page: Any, at: int, row: Any, notes: list[Any], sheet: Sheet, paints: dict[Any, Any], plain: Any
) -> None:
    worst: dict[str, Gravity] = {}
    for note in notes:
        if worst.get(note.field) is not Gravity.ERROR:
            worst[note.field] = Gravity(note.gravity)
    for place in range(max(len(sheet.headings), len(row.cells))):
        text = row.cells[place] if place < len(row.cells) else ""
        paint = paints.get(worst.get(sheet.columns.get(place, "")), plain)
        page.write_string(at, place, text, paint)
    if notes:
        page.write_string(at, len(sheet.headings), "；".join(_told(note, sheet) for note in notes))


def _total(page: Any, sheet: Sheet, paint: Any, plain: Any) -> None:
    """The row of 合计, its number coloured where there are other rows than it says."""
    at = sheet.total_row - 1
    for place, text in enumerate(sheet.total_cells):
        wrong = sheet.is_apart and place == sheet.total_place
        page.write_string(at, place, text, paint if wrong else plain)
    if sheet.is_apart:
        page.write_string(at, len(sheet.headings), sheet.apart.rstrip("。"))


def _told(note: Any, sheet: Sheet) -> str:
    place = next((at for at, key in sheet.columns.items() if key == note.field), None)
    where = f"{letter_of(place)} 列：" if place is not None else ""
    reason = f"（已确认：{note.reason}）" if note.reason else ""
    return f"{where}{note.text.rstrip('。')}{reason}"


def _rows(
    session: Session, batch: ImportBatch, sheet: int, *, only_held: bool
) -> Iterator[tuple[Any, list[Any]]]:
    last = 0
    query = sa.select(_row.c.seq, _row.c.number, _row.c.cells).where(
        _row.c.batch_id == batch.id, _row.c.sheet == sheet
    )
    if only_held:
        query = query.where(_row.c.taken.is_(False), (_row.c.errors > 0) | (_row.c.doubts > 0))
    while True:
        piece = session.execute(
            query.where(_row.c.seq > last).order_by(_row.c.seq).limit(_PIECE)
        ).all()
        if not piece:
            return
        notes: dict[int, list[Any]] = {}
        found = session.execute(
            sa.select(_finding)
            .where(
                _finding.c.batch_id == batch.id,
                _finding.c.seq > last,
                _finding.c.seq <= piece[-1].seq,
            )
            .order_by(_finding.c.seq, _finding.c.n)
        )
        for one in found:
            notes.setdefault(one.seq, []).append(one)
        last = piece[-1].seq
        yield from ((row, notes.get(row.seq, [])) for row in piece)
