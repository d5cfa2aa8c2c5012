"""A checklist version as a workbook that `workbook_reading` takes for the same version."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.authoring import words
from app.checklists.authoring.bases import written
from app.checklists.authoring.cells import in_chinese
from app.checklists.authoring.child_rows import ON_ANSWER, SEVERAL
from app.checklists.authoring.columns import (
    CHILD_COLUMNS,
    CHILDREN,
    COLUMNS,
    HEAD,
    HEAD_ROWS,
    HELP,
    LAW_COLUMNS,
    LAWS,
    MAIN,
    REQUIRED,
    Column,
)
from app.checklists.authoring.yaml_text import to_flow
from app.checklists.format import Checklist, Child, Item, Law, OnAnswer, YesNoItem
from app.row_height import row_height

_HEADING = PatternFill("solid", fgColor="E8EEF7")
_ASKED = PatternFill("solid", fgColor="FFE9C7")
_LINE = Border(*(Side("thin", color="BFC7D4"),) * 4)
_HEAD_WIDTH, _HELP_WIDTH = 70, 90
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOLD = {
    *("code", "text", "tier", "severity", "when", "source", "basis", "guide", "rectify"),
    *("deadline", "on_fail", "needs_professional", "optional", "type", "allow_na"),
    *("photo_on_fail", "children"),
}
_CHILD_TOLD = {"code", "text", "type", "options", "multiple", "unit", "optional"}
_CHOICES = {
    "severity": list(words.SEVERITY.values()),
    "tier": list(words.TIER.values()),
    "na": ["是", "否"],
    "professional": ["是", "否"],
    "optional": ["是", "否"],
    "type": list(words.ITEM_TYPE.values()),
}


def write_workbook(body: Checklist, flags: Mapping[str, Any], statutes: Mapping[str, Any]) -> bytes:
    """The version with everything it says."""
    titles = {key: law.title for key, law in statutes.items()}
    titles |= {key: law.title for key, law in body.laws.items()}
    book = Workbook()
    main = book.worksheets[0]
    rows = [
        _item(item, section.name, titles, flags)
        for section in body.sections
        for item in section.items
    ]
    _sheet(main, MAIN, COLUMNS, rows)
    children = [
        _child(child, item.code)
        for item in body.items()
        if isinstance(item, YesNoItem)
        for child in item.children
    ]
    _sheet(book.create_sheet(), CHILDREN, CHILD_COLUMNS, children)
    laws = [_law(key, law) for key, law in body.laws.items()]
    _sheet(book.create_sheet(), LAWS, LAW_COLUMNS, laws)
    _head(book.create_sheet(HEAD), body)
    _help(book.create_sheet(HELP), flags)
    return _bytes(book)


def blank_workbook(flags: Mapping[str, Any]) -> bytes:
    """A workbook to begin with: the five columns, the usual further ones, and two rows to go by."""
    book = Workbook()
    keys = ("severity", "tier", "when", "photo", "guide")
    columns = (*REQUIRED, *(column for column in COLUMNS if column.key in keys))
    example = {
        "section": "主体资质与公示",
        "text": "食品经营许可证在有效期内，挂在店内显著位置",
        "basis": "《中华人民共和国食品安全法》第三十五条",
        "rectify": "补办或换证，挂到显著位置",
        "deadline": "5个工作日",
        "severity": "一般",
        "tier": "必查",
    }
    second = {
        "section": "主体资质与公示",
        "text": "冷藏柜温度在 0—8℃，有当天的记录",
        "basis": "《中华人民共和国食品安全法》第三十三条",
        "rectify": "调到规定温度，补记录，变质食品下架",
        "deadline": "立即",
        "severity": "较重",
        "tier": "必查",
        "when": "冷藏冷冻",
        "photo": "拍温度显示和柜内现状，便于复查对比",
        "guide": "看温度计，抽三天的记录",
    }
    _sheet(book.worksheets[0], MAIN, columns, [example, second])
    _help(book.create_sheet(HELP), flags)
    return _bytes(book)


def _item(
    item: Item, section: str, titles: Mapping[str, str], flags: Mapping[str, Any]
) -> dict[str, str]:
    answered = item if isinstance(item, YesNoItem) else None
    return {
        "section": section,
        "text": item.text,
        "basis": written(item.basis, titles),
        "rectify": item.rectify,
        "deadline": words.deadline(item.deadline).replace(" ", ""),
        "code": item.code,
        "severity": words.SEVERITY[item.severity],
        "tier": words.TIER[item.tier],
        "when": in_chinese(item.when, flags),
        "photo": words.photo_reason(item),
        "guide": item.guide,
        "na": words.yes(answered.allow_na) if answered else "",
        "professional": words.yes(item.needs_professional) if item.needs_professional else "",
        "actions": "、".join(words.ACTION[action] for action in item.on_fail),
        "type": words.ITEM_TYPE.get(item.type, item.type),
        "optional": words.yes(item.optional) if item.optional else "",
        "source": item.source or "",
        "rest": to_flow(item.model_dump(exclude_defaults=True, exclude=_TOLD)),
    }


def _child(child: Child, item: str) -> dict[str, str]:
    said = child.model_dump(exclude_defaults=True)
    told = set(_CHILD_TOLD)
    if isinstance(child.show, OnAnswer):
        told.add("show")
    told |= {key for key in ("min", "max") if isinstance(said.get(key), int | float)}
    several = bool(said.get("multiple"))
    return {
        "item": item,
        "code": child.code,
        "text": child.text,
        "type": SEVERAL if several else words.CHILD_TYPE.get(child.type, child.type),
        "options": "\n".join(said.get("options", [])),
        "unit": said.get("unit") or "",
        "min": _number(said, "min"),
        "max": _number(said, "max"),
        "show": ON_ANSWER[child.show.answer] if isinstance(child.show, OnAnswer) else "",
        "optional": words.yes(True) if child.optional else "",
        "rest": to_flow({key: value for key, value in said.items() if key not in told}),
    }


def _law(key: str, law: Law) -> dict[str, str]:
    said = law.model_dump(exclude_defaults=True)
    told = [column.key for column in LAW_COLUMNS]
    rest = {name: value for name, value in said.items() if name not in told}
    plain = {name: str(said.get(name) or "") for name in told if name not in ("key", "rest")}
    return {"key": key, **plain, "rest": to_flow(rest)}


def _head(sheet: Worksheet, body: Checklist) -> None:
    said = body.model_dump(exclude_defaults=True, exclude={"laws", "sections", "version"})
    told = {
        **{key: str(value) for key, value in said.items() if key in HEAD_ROWS.values()},
        "kinds": "\n".join(body.kinds),
        "business_type": words.BUSINESS_TYPE[body.business_type],
        "rest": to_flow({k: v for k, v in said.items() if k not in HEAD_ROWS.values()}),
    }
    for number, (title, key) in enumerate(HEAD_ROWS.items(), 1):
        sheet.cell(number, 1, title).fill = _HEADING
        _put(sheet, number, 2, told.get(key, ""))
        sheet.row_dimensions[number].height = row_height([(told.get(key, ""), _HEAD_WIDTH)])
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = _HEAD_WIDTH


def _help(sheet: Worksheet, flags: Mapping[str, Any]) -> None:
    lines = [
        (
            "怎么填",
            "黄色标题的五列必须填，别的列可以整列删掉；列的先后不要紧，表头上面可以有标题。",
        ),
        *((column.title, column.help) for column in COLUMNS if column.help),
        ("条件里可用", "、".join(str(flag["name"]) for flag in flags.values())),
        ("条件的写法", "用“或”“且”“不是”连接；也可以写“业态是药店”“环节是销售”。"),
    ]
    for number, (name, text) in enumerate(lines, 1):
        sheet.cell(number, 1, name).font = Font(bold=True)
        _put(sheet, number, 2, text)
        sheet.row_dimensions[number].height = row_height([(text, _HELP_WIDTH)])
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = _HELP_WIDTH


def _sheet(
    sheet: Worksheet, title: str, columns: tuple[Column, ...], rows: Iterable[Mapping[str, str]]
) -> None:
    sheet.title = title
    for place, column in enumerate(columns, 1):
        heading = sheet.cell(1, place, column.title)
        heading.font = Font(bold=True)
        heading.fill = _ASKED if column in REQUIRED else _HEADING
        heading.border, heading.alignment = _LINE, _WRAPPED
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        if title == MAIN and column.key in _CHOICES:
            listed = DataValidation(type="list", formula1=f'"{",".join(_CHOICES[column.key])}"')
            listed.add(f"{get_column_letter(place)}2:{get_column_letter(place)}500")
            sheet.add_data_validation(listed)
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            _put(sheet, number, place, row.get(column.key, ""))
        told = ((row.get(column.key, ""), column.width) for column in columns)
        sheet.row_dimensions[number].height = row_height(told)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    if text:
        # Text stays text, whatever it begins with.
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
    cell.alignment, cell.border = _WRAPPED, _LINE


def _number(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return f"{value:.12g}" if isinstance(value, int | float) else ""


def _bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
