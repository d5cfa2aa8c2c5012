"""The empty workbook of a kind: headings, drop-down lists, and a sheet that explains columns."""

import io
from typing import Any

import xlsxwriter
from sqlmodel import Session

from app.registry.columns import Field, Form, Shape, forms
from app.registry.ground import kind_names

_LINES = 5000
_ALONG = {Shape.ENTITIES: (Shape.CONTACTS,), Shape.ASSIGNMENTS: (Shape.ACCOUNTS,)}
"""Sheets that may come along in the same workbook."""


def template(session: Session, kind: Shape) -> bytes:
    """A workbook to be filled in."""
    kinds = kind_names(session)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    looks = {
        True: book.add_format({**head, "bg_color": "#FCE4D6"}),
        False: book.add_format({**head, "bg_color": "#E8EEF7"}),
    }
    text = book.add_format({"num_format": "@"})
    shapes = (kind, *_ALONG.get(kind, ()))
    for shape in shapes:
        _sheet(book, forms()[shape], looks, text)
    _help(book, [forms()[shape] for shape in shapes], looks[False])
    _choices(book, kinds)
    for shape in shapes:
        _drop_downs(book, forms()[shape], len(kinds))
    book.close()
    return file.getvalue()


def _sheet(book: Any, form: Form, looks: dict[bool, Any], text: Any) -> None:
    page = book.add_worksheet(form.sheet)
    for place, one in enumerate(form.fields.values()):
        # As text: Excel turns a code of 18 digits that it takes for a number into 3.7E+17.
        page.set_column(place, place, one.width, text)
        page.write_string(
            0, place, one.title + ("（必填）" if one.required else ""), looks[one.required]
        )
        if one.help:
            page.write_comment(0, place, one.help)
    page.freeze_panes(1, 1)


def _drop_downs(book: Any, form: Form, kinds: int) -> None:
    page = book.get_worksheet_by_name(form.sheet)
    for place, one in enumerate(form.fields.values()):
        source: Any = list(one.choices)
        if one.cell == "kind":
            source = f"=业态!$A$1:$A${kinds}"
        if source:
            page.data_validation(
                1,
                place,
                _LINES,
                place,
                {"validate": "list", "source": source, "error_type": "warning"},
            )


def _choices(book: Any, kinds: list[str]) -> None:
    page = book.add_worksheet("业态")
    page.write_column(0, 0, kinds)
    page.hide()


def _help(book: Any, along: list[Form], head: Any) -> None:
    page = book.add_worksheet("填写说明")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((16, 18, 8, 46, 24, 40)):
        page.set_column(place, place, width, wrap)
    page.write_row(0, 0, ["工作表", "列", "必填", "怎么填", "例子", "别的叫法也认得"], head)
    line = 0
    for form in along:
        for one in form.fields.values():
            line += 1
            page.write_row(line, 0, _told(form, one))
    page.write(
        line + 2,
        0,
        "表头可以用本单位自己的叫法，多出来的列不用删；红色表头必填。已有的单位再导入时，空着的格子不改原来的内容。",
    )
    page.freeze_panes(1, 0)


def _told(form: Form, one: Field) -> list[str]:
    choices = f"可填：{'、'.join(one.choices)}" if one.choices else ""
    how = "；".join(part for part in (one.help, choices) if part)
    return [
        form.sheet,
        one.title,
        "是" if one.required else "",
        how,
        one.example,
        "、".join(one.also[:6]),
    ]
