"""Paper as GB/T 9704 has it: its margins, its type, its red head, its page numbers."""

import copy
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

TITLE, TEXT, HEAD, KAI, DIGITS = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "Times New Roman",
)
_INSTEAD = {TITLE: "小标宋;华文中宋;宋体;SimSun", TEXT: "仿宋;FangSong", KAI: "楷体;KaiTi"}
"""What Word and WPS take where a machine lacks the face."""
NO_2, NO_3, NO_4, SMALL_4 = Pt(22), Pt(16), Pt(14), Pt(12)
LINE = Pt(28)
RED = RGBColor(0xE6, 0x00, 0x12)
_MADE = datetime(2026, 11, 25, tzinfo=UTC)


def sheet(title: str, *, office: bool = False) -> Word:
    """An empty A4 sheet: 版心 156 × 225 mm, 三号仿宋 on lines of 28 pt, numbered pages.

    An `office` sheet is no document of the standard, and has more room above and below.
    """
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    if office:
        section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(12 if office else 26)
    style: Any = made.styles["Normal"]
    _type(style.element.get_or_add_rPr(), TEXT)
    style.font.size = NO_3
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    made.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = title, "督导通", ""
    properties.created = properties.modified = _MADE
    for part in made.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _fonts(part.blob)
    return made


def save(made: Word, path: Path) -> None:
    """Write the file: the same bytes for the same sheet."""
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as found, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in found.namelist():
            dated = zipfile.ZipInfo(name, (2026, 11, 25, 0, 0, 0))
            kept.writestr(dated, found.read(name), zipfile.ZIP_DEFLATED)


def para(
    where: Any,
    text: str = "",
    *,
    face: str = TEXT,
    size: Pt | None = None,
    align: ALIGN | None = None,
    indent: float = 2,
    right: float = 0,
    colour: RGBColor | None = None,
    bold: bool = False,
    line: Pt | None = None,
) -> Paragraph:
    """A paragraph; `indent` is its first line's and `right` its right edge's, in characters."""
    made: Paragraph = where.add_paragraph()
    if text:
        run = made.add_run(text)
        _type(run._element.get_or_add_rPr(), face)
        run.font.size, run.bold = size, bold or None
        if colour is not None:
            run.font.color.rgb = colour
    if align is not None:
        made.alignment = align
    form = made.paragraph_format
    if indent and align is None:
        _characters(made, "firstLine", indent, size or NO_3)
    if right:
        _characters(made, "right", right, size or NO_3)
    if line is not None:
        form.line_spacing = line
    return made


def heading(where: Any, text: str) -> Paragraph:
    """一级标题: 三号黑体."""
    made = para(where, text, face=HEAD)
    made.paragraph_format.keep_with_next = True
    return made


def title(where: Any, text: str) -> None:
    """标题: 二号小标宋, with a line free above and below."""
    para(where, line=Pt(20))
    para(where, text, face=TITLE, size=NO_2, align=ALIGN.CENTER, line=Pt(34))
    para(where, line=Pt(20))


def red_head(where: Word) -> None:
    """发文机关标志, 发文字号 and the red line."""
    para(
        where, "{{ issuer }}", face=TITLE, size=Pt(34), align=ALIGN.CENTER, colour=RED, line=Pt(48)
    )
    para(where, line=Pt(16))
    number = para(where, "{{ number }}", align=ALIGN.CENTER)
    number.paragraph_format.space_after = Pt(2)
    _rule(number, "single", 18)


def letter_head(where: Word) -> None:
    """信函格式: the name above a double red line, the number at the right below it."""
    name = _name(where)
    _rule(name, "thickThinSmallGap", 24)
    para(where, line=Pt(8))
    para(where, "{{ number }}", align=ALIGN.RIGHT)


def _name(where: Word) -> Paragraph:
    issuer = "{{ issuer }}"
    return para(where, issuer, face=TITLE, size=Pt(34), align=ALIGN.CENTER, colour=RED, line=Pt(48))


def seal(where: Word) -> None:
    """Room for the seal, then 发文机关署名 and 成文日期, kept together."""
    for _ in range(3):
        para(where).paragraph_format.keep_with_next = True
    signed = para(where, "{{ issuer }}", align=ALIGN.RIGHT, right=2)
    signed.paragraph_format.keep_with_next = True
    para(where, "{{ day }}", align=ALIGN.RIGHT, right=4)


def page_break(where: Word) -> None:
    """What follows stands on a page of its own."""
    where.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _type(properties: Any, face: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for which in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{which}"), DIGITS)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")


def _characters(made: Paragraph, side: str, count: float, size: Pt) -> None:
    # Both: Word and WPS count characters, others need the length.
    indent = made._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(int(count * 100)))
    indent.set(qn(f"w:{side}"), str(int(count * size.pt * 20)))


def _rule(made: Paragraph, kind: str, eighths: int) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "6"), ("color", "E60012")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = made._element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _page_number(made: Paragraph, align: ALIGN) -> None:
    """— 1 —, 四号宋体, one character from the outer edge."""
    made.alignment = align
    _characters(made, "right" if align == ALIGN.RIGHT else "left", 1, NO_4)
    for text in ("— ", None, " —"):
        run = made.add_run(text)
        _type(run._element.get_or_add_rPr(), "宋体")
        run.font.size = NO_4
        if text is None:
            for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
                run._element.append(_field(kind, instruction))


def _field(kind: str, instruction: str) -> Any:
    if instruction:
        made = OxmlElement("w:instrText")
        made.text = instruction
        return made
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


def _fonts(table: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(table)
    first = root[0]
    for face, instead in _INSTEAD.items():
        font = copy.deepcopy(first)
        for child in list(font):
            font.remove(child)
        font.set(qn("w:name"), face)
        other = etree.SubElement(font, qn("w:altName"))
        other.set(qn("w:val"), instead.replace(";", ","))
        charset = etree.SubElement(font, qn("w:charset"))
        charset.set(qn("w:val"), "86")
        root.append(font)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
