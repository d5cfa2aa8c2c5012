"""A workbook into a checklist version, or every cell that keeps it from being one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from app.checklists.authoring import sheet
from app.checklists.authoring.bases import Lawbook
from app.checklists.authoring.child_rows import read_children
from app.checklists.authoring.columns import (
    CHILD_COLUMNS,
    CHILDREN,
    HEAD_ROWS,
    LAW_COLUMNS,
    LAWS,
)
from app.checklists.authoring.faults import Fault, Places, sentence
from app.checklists.authoring.origin import CODE, Codes, Origin
from app.checklists.authoring.rows import ItemReader
from app.checklists.authoring.words import BUSINESS_TYPE
from app.checklists.authoring.yaml_text import from_flow
from app.checklists.coherence import findings
from app.checklists.format import Checklist

_NOTES = ("注", "备注", "说明", "填表", "督导人", "检查人", "签字", "签名")
CORE_MOST = 16


@dataclass
class Reading:
    """What a workbook is: a checklist, or faults; and what its author should know."""

    body: Checklist | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_workbook(file: bytes, origin: Origin) -> Reading:
    """The next version of a checklist from a workbook.  Raises NoWorkbook."""
    book = sheet.opened(file)
    table = sheet.main_table(book)
    reading, places = Reading(), Places(table.sheet)
    laws = Lawbook(origin)
    _laws(book, laws, places, reading)
    head = _head(book, origin, places, reading)
    children = sheet.further_table(book, CHILDREN, CHILD_COLUMNS)
    beneath = read_children(children, reading.faults) if children else None
    places.children_sheet = CHILDREN
    codes = Codes(origin, [row.text.get("code", "") for row in table.rows])
    reader = ItemReader(table, origin, laws, codes)
    sections: list[dict[str, Any]] = []
    rows = _within_sections(table, reader)
    for row, name in rows:
        beside = [one for one, other in rows if other == name]
        section = _section(sections, name, beside, origin, codes)
        item = reader.read(row, section["code"], has_children=beneath is not None)
        at = (sections.index(section), len(section["items"]))
        places.items[at] = row
        own = beneath.pop(item["code"], []) if beneath else []
        for c, (child_row, _) in enumerate(own):
            places.children[(*at, c)] = child_row
        if own:
            item["children"] = [child for _, child in own]
        section["items"].append(item)
    for code, orphans in (beneath or {}).items():
        for orphan, _ in orphans:
            text = f"没有编号为“{code}”的条目，请改正编号"
            reading.faults.append(Fault(CHILDREN, orphan.cell("item"), text))
    reading.faults += reader.faults
    reading.notes += [*reader.notes, *_remarks(reader, sections, laws)]
    if not sections:
        nothing = Fault(table.sheet, f"A{table.heading_row + 1}", "表头下面没有条目")
        reading.faults = sorted(set(reading.faults)) or [nothing]
        return reading
    data = head | {"laws": laws.own(), "sections": sections}
    reading.body = checked(data, origin, places, reading)
    reading.faults = sorted(set(reading.faults))
    return reading


def _within_sections(table: sheet.Table, reader: ItemReader) -> list[tuple[sheet.Row, str]]:
    """The rows that are items, each with the heading it stands under."""
    found = []
    name = ""
    for row in table.rows:
        said = row.text
        if row.alone or not any(said[key] for key in said if key != "section"):
            if said["section"].startswith(_NOTES):
                reader.notes.append(f"第 {row.number} 行是附注，没有读")
            else:
                name = said["section"]
            continue
        name = said["section"] or name
        if not name:
            reader.fault(row, "section", "没写大类，请写这一条属于哪一部分")
        if not said["text"]:
            reader.fault(row, "text", "没写检查项，请写一句答得了“是”或“否”的话")
            continue
        found.append((row, name or "未分类"))
    return found


def _section(
    sections: list[dict[str, Any]],
    name: str,
    rows: list[sheet.Row],
    origin: Origin,
    codes: Codes,
) -> dict[str, Any]:
    """The section of that name, wherever its rows stand; its code is that of its oldest items."""
    for section in sections:
        if section["name"] == name:
            return section
    given = [row.text.get("code", "") for row in rows]
    asked = [origin.item("", row.text["text"]) for row in rows]
    known = [code for code in given if CODE.fullmatch(code)]
    known += [item.code for item in asked if item is not None]
    code = known[0][:6] if known else origin.section_code(name) or codes.section()
    if any(section["code"] == code for section in sections):
        code = codes.section()
    sections.append({"code": code, "name": name, "items": []})
    return sections[-1]


def _head(book: Any, origin: Origin, places: Places, reading: Reading) -> dict[str, Any]:
    """What stands at the top of the file: said here, or as in the version before."""
    current = origin.current
    head: dict[str, Any] = {}
    if current is not None:
        head = current.model_dump(exclude_defaults=True, exclude={"laws", "sections", "valid_to"})
    said: dict[str, Any] = {}
    for name, value, cell in sheet.pairs(book):
        key = HEAD_ROWS.get(name)
        if key is None or value is None:
            continue
        places.head[key] = cell
        try:
            said[key] = _head_value(key, value)
        except ValueError as error:
            reading.faults.append(Fault("表头", cell, str(error)))
    head |= said.pop("rest", {})
    head |= said
    head |= {"id": origin.id, "version": origin.version}
    if origin.valid_from is not None:
        head["valid_from"] = origin.valid_from
    return head


def _head_value(key: str, value: Any) -> Any:
    text = sheet.text_of(value)
    if key == "rest":
        return from_flow(text)
    if key == "kinds":
        return [kind.strip() for kind in text.split("\n" if "\n" in text else "、") if kind.strip()]
    if key == "business_type":
        kinds = {word: kind for kind, word in BUSINESS_TYPE.items()}
        if text not in kinds:
            raise ValueError(f"业务类型没有“{text}”，请写：{'、'.join(kinds)}")
        return kinds[text]
    if key in ("valid_from", "valid_to"):
        try:
            return date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            raise ValueError(f"看不懂日期“{text}”，请写成 2027-01-01") from None
    return text


def _laws(book: Any, laws: Lawbook, places: Places, reading: Reading) -> None:
    table = sheet.further_table(book, LAWS, LAW_COLUMNS)
    for row in table.rows if table else []:
        said = {key: text for key, text in row.text.items() if text}
        key = said.pop("key", "")
        places.laws[key] = row.cell("key")
        try:
            laws.put(key, said | from_flow(said.pop("rest", "")))
        except ValueError as error:
            reading.faults.append(Fault(LAWS, row.cell("rest"), str(error)))


def checked(
    data: dict[str, Any], origin: Origin, places: Places, reading: Reading
) -> Checklist | None:
    """The checklist of `data`, if nothing is wrong with it; what is goes to `reading`."""
    faulty = {(fault.sheet, fault.cell) for fault in reading.faults}
    try:
        body = Checklist.model_validate(data)
        found = [
            places.fault(place, text)
            for place, text in findings(body, origin.flags, origin.statutes)
        ]
    except ValidationError as error:
        body = None
        found = [places.fault(one["loc"], sentence(one)) for one in error.errors()]
    # A cell that could not be read is told of once, not again for what is lacking because of it.
    reading.faults += [one for one in found if (one.sheet, one.cell) not in faulty]
    return None if reading.faults else body


def _remarks(reader: ItemReader, sections: list[dict[str, Any]], laws: Lawbook) -> list[str]:
    items = [item for section in sections for item in section["items"]]
    core = sum(item["tier"] == "core" for item in items)
    told = []
    if reader.new:
        told.append(f"{len(reader.new)} 条是新条目，编号为 {'、'.join(reader.new)}")
    if core > CORE_MOST:
        told.append(f"必查 {core} 条，多于 {CORE_MOST} 条，村级督导会变长；可以把一些改成“全项”")
    return [*told, *laws.notes()]
