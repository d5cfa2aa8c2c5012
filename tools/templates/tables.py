"""Ruled tables: facts beside their names, lines for each of a list, pictures in cells."""

from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from tools.templates.paper import HEAD, NO_4, SMALL_4, TEXT, para


def table(where: Word, widths: list[int], rows: int = 0) -> Table:
    """A ruled table of columns so many millimetres wide."""
    made: Table = where.add_table(rows=rows, cols=len(widths))
    made.style, made.autofit = "Table Grid", False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return made


def fill(
    cell: _Cell,
    text: str,
    *,
    face: str = TEXT,
    align: ALIGN | None = None,
    small: bool = False,
) -> None:
    """Text in a cell: 四号, close lines; `small`: 小四."""
    cell.paragraphs[0]._element.getparent().remove(cell.paragraphs[0]._element)
    size, line = (SMALL_4, Pt(17)) if small else (NO_4, Pt(22))
    made = para(cell, text, face=face, size=size, align=align, indent=0, line=line)
    made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(3)


def facts(where: Word, lines: list[tuple[str, str]], *, tall: frozenset[str] = frozenset()) -> None:
    """A table of names and what stands beside them; `tall` ones leave room to write."""
    made = table(where, [42, 114], len(lines))
    for row, (name, value) in zip(made.rows, lines, strict=True):
        fill(row.cells[0], name, face=HEAD, align=ALIGN.CENTER)
        fill(row.cells[1], value)
        row.height = Mm(26 if name in tall else 12)
        for cell in row.cells:
            cell.vertical_alignment = 1


def grid(where: Word, heads: list[str], widths: list[int], each: str, row: list[str]) -> None:
    """A table with a line for each of a list; a picture or an address may stand in a cell."""
    made = table(where, widths, 4)
    for cell, head in zip(made.rows[0].cells, heads, strict=True):
        fill(cell, head, face=HEAD, align=ALIGN.CENTER, small=True)
    repeats(made.rows[0])
    fill(made.rows[1].cells[0], f"{{%tr for {each} %}}")
    for cell, text in zip(made.rows[2].cells, row, strict=True):
        fill(cell, text, small=True)
        if ".qr" in text:
            grows(cell)
    whole(made.rows[2])
    fill(made.rows[3].cells[0], "{%tr endfor %}")


def grows(cell: _Cell, n: int = 0) -> None:
    """Let a paragraph be as tall as its picture: an exact line would cut it."""
    cell.paragraphs[n].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def repeats(row: Any) -> None:
    """The row stands again at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def whole(row: Any) -> None:
    """The row is never torn between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
