"""A paper of words and tables, written once and given as PDF, Word or Excel."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from noto_cjk_sans_otc import FONT_PATH
from xlsxwriter import Workbook

from app.documents.rendering import plain
from app.row_height import row_height

_TEMPLATE = Path(__file__).parent / "templates" / "sheet.typ"


@dataclass(frozen=True)
class Text:
    """Paragraphs, perhaps under a heading."""

    paragraphs: Sequence[str]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """Columns with their names and widths, and rows of words."""

    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """A JPEG in the middle of the page, so many millimetres high, with words below."""

    data: bytes
    height_mm: int
    caption: str = ""


@dataclass(frozen=True)
class Sheet:
    """A paper: its title, lines of facts below it, and its parts."""

    title: str
    lines: Sequence[str] = ()
    parts: Sequence[Text | Table | Picture] = field(default_factory=tuple)
    landscape: bool = False


def pdf(sheet: Sheet, at: datetime) -> bytes:
    """A4, with the face embedded."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        said = {
            "title": sheet.title,
            "lines": list(sheet.lines),
            "landscape": sheet.landscape,
            "parts": [_told(n, part, folder) for n, part in enumerate(sheet.parts)],
        }
        (folder / "sheet.typ").write_bytes(_TEMPLATE.read_bytes())
        (folder / "said.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            folder / "sheet.typ",
            root=folder,
            format="pdf",
            ignore_system_fonts=True,
            font_paths=[Path(FONT_PATH).parent],
            timestamp=int(at.timestamp()),
        )


def _told(n: int, part: Text | Table | Picture, folder: Path) -> dict[str, object]:
    if isinstance(part, Text):
        return {"is": "text", "heading": part.heading, "paragraphs": list(part.paragraphs)}
    if isinstance(part, Table):
        columns = [{"name": name, "width": width} for name, width in part.columns]
        return {"is": "table", "columns": columns, "rows": [list(row) for row in part.rows]}
    file = f"{n}.jpg"
    (folder / file).write_bytes(part.data)
    return {"is": "picture", "file": file, "height": part.height_mm, "caption": part.caption}


def docx(sheet: Sheet) -> bytes:
    """The same for Word."""
    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    if sheet.landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Mm(297), Mm(210)
    style = made.styles["Normal"]
    style.font.size = Pt(10.5 if sheet.landscape else 12)
    style.font.name = "仿宋"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(sheet.title)
    run.bold, run.font.size = True, Pt(18)
    if sheet.lines:
        made.add_paragraph("　".join(map(plain, sheet.lines)))
    for part in sheet.parts:
        if isinstance(part, Text):
            if part.heading:
                made.add_paragraph().add_run(plain(part.heading)).bold = True
            for paragraph in part.paragraphs:
                made.add_paragraph(plain(paragraph))
        elif isinstance(part, Table):
            table = made.add_table(rows=1, cols=len(part.columns), style="Table Grid")
            for cell, (name, _) in zip(table.rows[0].cells, part.columns, strict=True):
                cell.text = name
            for row in part.rows:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = plain(value)
        else:
            made.add_picture(BytesIO(part.data), height=Mm(part.height_mm))
            made.add_paragraph(plain(part.caption))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx(sheet: Sheet) -> bytes:
    """The tables for Excel, row by row; text stays text, whatever it looks like."""
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet.title[:31])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    page.write_string(0, 0, f"{sheet.title}　{'　'.join(sheet.lines)}")
    at = 1
    for part in sheet.parts:
        if not isinstance(part, Table):
            continue
        page.repeat_rows(at)
        widths = [width * 1.3 for _, width in part.columns]
        for place, (name, _) in enumerate(part.columns):
            page.set_column(place, place, widths[place])
            page.write_string(at, place, name, bold)
        for row in part.rows:
            at += 1
            page.set_row(at, row_height(zip(row, widths, strict=True)))
            for place, value in enumerate(row):
                page.write_string(at, place, plain(value), text)
        at += 2
    book.close()
    return out.getvalue()
