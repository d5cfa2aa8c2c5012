"""An XLSForm into a checklist version through pyxform, or every row that does not carry over."""

import re
from collections.abc import Callable
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from app.checklists.authoring import cells, sheet
from app.checklists.authoring.bases import Lawbook
from app.checklists.authoring.cells import CellFault
from app.checklists.authoring.columns import COLUMNS, bare, recognised
from app.checklists.authoring.faults import Fault, Places
from app.checklists.authoring.origin import Codes, Origin
from app.checklists.authoring.rows import USUAL_GUIDE
from app.checklists.authoring.sheet import Row
from app.checklists.authoring.workbook_reading import Reading, checked
from app.checklists.authoring.xlsform_questions import is_required, label_of, question, repeated
from app.checklists.authoring.xlsform_words import (
    KEPT_BY_THE_SYSTEM,
    REFUSED,
    TOLD_ONLY,
    Asked,
    RowFault,
    answered_so,
    condition,
    yes_no,
)

SURVEY = "survey"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_USUAL = {"rectify": "按检查项的要求整改", "deadline": {"value": 15, "unit": "workday"}}
_OWN = ("basis", "rectify", "deadline", "severity", "tier", "photo", "code")
_FIRST_SECTION = "检查内容"
_PLACED = re.compile(r"\[row : (\d+)\]\s*")


def is_xlsform(book: Any) -> bool:
    """Whether a workbook is one: it has a sheet of that name with types and names."""
    return SURVEY in book.sheetnames


def read_xlsform(file: bytes, origin: Origin) -> Reading:
    """The next version of a checklist from an XLSForm.  Raises NoWorkbook."""
    book = sheet.opened(file)
    reading = Reading()
    lines = _Lines(book[SURVEY])
    try:
        told = get_xlsform(file, file_type=".xlsx")
        _set_aside(told.survey, lines, reading)
        form = workbook_to_json(told, warnings=[])
    except PyXFormError as error:
        placed = _PLACED.search(str(error))
        cell = f"A{placed[1]}" if placed else "A1"
        text = f"XLSForm 的写法有误：{_PLACED.sub('', str(error))}"
        reading.faults.append(Fault(SURVEY, cell, text))
        return reading
    reader = _Reader(origin, lines, reading)
    reader.walk(form["children"], "", "")
    reading.notes += reader.laws.notes()
    head: dict[str, Any] = {}
    if origin.current is not None:
        head = origin.current.model_dump(exclude_defaults=True, exclude={"laws", "sections"})
        head.pop("valid_to", None)
    head |= {"id": origin.id, "version": origin.version, "name": str(form["title"])}
    if origin.valid_from is not None:
        head["valid_from"] = origin.valid_from
    if not reading.faults:
        data = head | {"laws": reader.laws.own(), "sections": reader.sections}
        reading.body = checked(data, origin, reader.places, reading)
    reading.faults = sorted(set(reading.faults))
    return reading


def _set_aside(survey: list[dict[str, Any]], lines: "_Lines", reading: Reading) -> None:
    """Types that never carry over become notes: pyxform would stop at the first of them."""
    for row in survey:
        kind, name = str(row.get("type", "")).split(" ")[0], str(row.get("name", ""))
        if why := REFUSED.get(kind):
            reading.faults.append(Fault(SURVEY, lines.cell(name, "type"), why))
            row.clear()
            row |= {"type": "note", "name": name, "label": name}


class _Lines:
    """Where each named row of the survey stands."""

    def __init__(self, page: Any) -> None:
        headings = [str(cell.value or "").strip() for cell in page[1]]
        self.letters = {name: page[1][n].column_letter for n, name in enumerate(headings) if name}
        name = headings.index("name") if "name" in headings else 1
        rows = list(page.iter_rows(min_row=2))
        self.numbers = {str(row[name].value).strip(): row[0].row for row in rows}
        self.own = {
            column.key: headings[place]
            for place, column in recognised([bare(one) for one in headings], COLUMNS).items()
            if column.key in _OWN
        }

    def row(self, name: str) -> Row:
        """The row of a question, its cells by the keys of the format."""
        label = next((one for one in self.letters if one.startswith("label")), "type")
        hint = next((one for one in self.letters if one.startswith("hint")), label)
        heads = {"text": label, "guide": hint, "when": "relevant", "options": "type", **self.own}
        letters = {key: self.letters[head] for key, head in heads.items() if head in self.letters}
        return Row(self.numbers.get(name, 1), {}, letters, alone=False)

    def cell(self, name: str, column: str) -> str:
        """The cell of a row under a heading, or its first."""
        return f"{self.letters.get(column, 'A')}{self.numbers.get(name, 1)}"


class _Reader:
    """Gathers sections and items while the tree of the form is walked."""

    def __init__(self, origin: Origin, lines: _Lines, reading: Reading) -> None:
        self.sections: list[dict[str, Any]] = []
        self.places = Places(SURVEY, children_sheet=SURVEY)
        self.laws = Lawbook(origin)
        self._lines, self._reading = lines, reading
        self._origin, self._codes = origin, Codes(origin, [])
        self._asked: dict[str, Asked] = {}
        self._refused = {fault.cell for fault in reading.faults}

    def walk(self, nodes: list[dict[str, Any]], section: str, relevant: str) -> None:
        """Questions one after the other; a group at the top is a section."""
        for node in nodes:
            kind, name = node["type"], str(node.get("name", ""))
            if kind in KEPT_BY_THE_SYSTEM or name == "meta":
                continue
            if kind in TOLD_ONLY:
                if self._lines.cell(name, "type") in self._refused:
                    continue
                self._reading.notes.append(f"第 {self._lines.row(name).number} 行是说明，没有读")
                continue
            try:
                if kind == "group":
                    if section:
                        raise RowFault("type", "分组里不能再套分组，请把题目放到外面一层")
                    own = str(node.get("bind", {}).get("relevant", ""))
                    self.walk(node.get("children", []), label_of(node) or name, own)
                else:
                    self._put(node, section or _FIRST_SECTION, relevant)
            except RowFault as fault:
                cell = self._lines.cell(name, fault.column)
                self._reading.faults.append(Fault(SURVEY, cell, str(fault)))

    def _put(self, node: dict[str, Any], section: str, relevant: str) -> None:
        name, text = str(node["name"]), label_of(node)
        if not text:
            raise RowFault("label", "没写题目（label）")
        asked = repeated(node) if node["type"] == "repeat" else question(node)
        if not is_required(node) and node["type"] != "repeat":
            asked["optional"] = True
        own = str(node.get("bind", {}).get("relevant", ""))
        if self._as_child(node, asked, text, own):
            return
        place = self._section(section, str(node.get(self._lines.own.get("code", ""), "")))
        code = str(node.get(self._lines.own.get("code", ""), "")) or self._codes.item(place["code"])
        item = {"code": code, "text": text, **self._usual(node), **asked}
        wanted = [condition(one, self._asked) for one in (relevant, own) if one]
        if wanted:
            item["when"] = " and ".join(f"({one})" if len(wanted) > 1 else one for one in wanted)
        at = (self.sections.index(place), len(place["items"]))
        self.places.items[at] = self._lines.row(name)
        place["items"].append(item)
        self._remember(node, asked, code, place["code"])

    def _as_child(self, node: dict[str, Any], asked: dict[str, Any], text: str, own: str) -> bool:
        """Whether it is asked beneath a yes-or-no item further up, and was put there."""
        told = answered_so(own)
        above = self._asked.get(told[0]) if told else None
        if told is None or above is None or not above.judged or asked["type"] == "yes_no_na":
            return False
        answer = above.options.get(told[1])
        s = next(n for n, one in enumerate(self.sections) if one["code"] == above.section)
        items = self.sections[s]["items"]
        i = next((n for n, one in enumerate(items) if one["code"] == above.code), None)
        if i is None or answer not in ("yes", "no"):
            return False
        beneath = items[i].setdefault("children", [])
        if len(beneath) == len(_LETTERS):
            return False
        code = f"{above.code}{_LETTERS[len(beneath)]}"
        self.places.children[s, i, len(beneath)] = self._lines.row(str(node["name"]))
        beneath.append({"code": code, "text": text, "show": {"answer": answer}, **asked})
        self._remember(node, asked, code, "")
        return True

    def _usual(self, node: dict[str, Any]) -> dict[str, Any]:
        """What an XLSForm does not say: from columns of our own, or as usual."""
        basis = self._said(node, "basis", lambda said: self.laws.read(said, []))
        cell = self._lines.cell(str(node["name"]), self._lines.own.get("basis", ""))
        self.laws.cite(basis or [], cell)
        return {
            "guide": label_of(node, "hint") or USUAL_GUIDE,
            "basis": basis or self.laws.read(f"《{self._unfounded()}》", []),
            "rectify": self._said(node, "rectify", str) or _USUAL["rectify"],
            "severity": self._said(node, "severity", cells.severity) or "minor",
            "tier": self._said(node, "tier", cells.tier) or "core",
            "deadline": self._said(node, "deadline", cells.deadline) or _USUAL["deadline"],
        }

    def _said(self, node: dict[str, Any], key: str, read: Callable[[str], Any]) -> Any:
        """What a column of our own says; none where it is empty or not there."""
        head = self._lines.own.get(key, "")
        said = str(node.get(head, "")).strip()
        try:
            return read(said) if said else None
        except CellFault as fault:
            raise RowFault(head, str(fault)) from fault

    def _unfounded(self) -> str:
        note = "没有“依据”列的题，依据暂写表名、期限暂写 15 个工作日，请导出 Excel 补上再发布"
        if note not in self._reading.notes:
            self._reading.notes.append(note)
        return "导入的 XLSForm 表"

    def _section(self, name: str, code: str) -> dict[str, Any]:
        for section in self.sections:
            if section["name"] == name:
                return section
        made = code[:6] or self._origin.section_code(name) or self._codes.section()
        self.sections.append({"code": made, "name": name[:60], "items": []})
        return self.sections[-1]

    def _remember(self, node: dict[str, Any], asked: dict[str, Any], code: str, at: str) -> None:
        """From here on conditions may speak of it."""
        choices = node.get("choices") or []
        judged = asked["type"] == "yes_no_na"
        options = (
            (yes_no(choices) or {})
            if judged
            else {str(one["name"]): label_of(one) for one in choices}
        )
        if asked["type"] != "group":
            self._asked[str(node["name"])] = Asked(code, at, judged, options)
