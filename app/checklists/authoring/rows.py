"""Rows of a workbook into items; a column that is not there leaves an old item as it was."""

from collections.abc import Callable
from typing import Any

from app.checklists.authoring import cells
from app.checklists.authoring.bases import Lawbook
from app.checklists.authoring.breakage import alike
from app.checklists.authoring.cells import CellFault
from app.checklists.authoring.faults import Fault
from app.checklists.authoring.origin import Codes, Origin
from app.checklists.authoring.sheet import Row, Table
from app.checklists.authoring.words import ITEM_TYPE
from app.checklists.authoring.yaml_text import from_flow
from app.checklists.coherence import CRITICAL_ACTIONS
from app.checklists.format import BaseItem

USUAL_GUIDE = "按检查项到现场看、问，查有关的记录和资料。"
USUAL_LENGTH = 500
_TYPES = {word: name for name, word in ITEM_TYPE.items()} | {"": "yes_no_na", "填写": "text"}
_COVERED = {
    "severity": "severity",
    "tier": "tier",
    "when": "when",
    "photo": "photo_on_fail",
    "guide": "guide",
    "na": "allow_na",
    "professional": "needs_professional",
    "actions": "on_fail",
    "type": "type",
    "optional": "optional",
    "source": "source",
}


class ItemReader:
    """Reads the rows of one sheet; faults and notes gather in it."""

    def __init__(self, table: Table, origin: Origin, laws: Lawbook, codes: Codes) -> None:
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.new: list[str] = []
        self._table, self._origin, self._laws, self._codes = table, origin, laws, codes
        self._said: dict[str, int] = {}

    def read(self, row: Row, section: str, *, has_children: bool) -> dict[str, Any]:
        """The item of a row, as data of the format."""
        code, text = row.text.get("code", ""), row.text["text"]
        before = self._origin.item(code, text)
        if before is not None and not code and not before.code.startswith(section):
            # It moved to another section, and a code tells the section of its item.
            before = None
        self._once(row, text)
        item = self._kept(before, has_children=has_children)
        item["code"] = code or (before.code if before else self._new(row, section, text))
        item["text"] = text
        self._required(row, item, before)
        self._put(row, item, "severity", lambda said: cells.severity(said) if said else "minor")
        self._put(row, item, "tier", self._tier)
        self._put(row, item, "when", lambda said: cells.condition(said, self._origin.flags))
        self._put(row, item, "photo", cells.photo)
        self._put(row, item, "guide", lambda said: said or USUAL_GUIDE)
        self._put(row, item, "na", lambda said: cells.yes(said) if said else True)
        self._put(row, item, "professional", cells.yes)
        self._put(row, item, "actions", cells.actions)
        self._put(row, item, "optional", cells.yes)
        self._put(row, item, "source", lambda said: said or None)
        self._put(row, item, "type", self._type)
        self._rest(row, item)
        return self._completed(row, item)

    def fault(self, row: Row, key: str, text: str) -> None:
        """Something is wrong in a cell of a row."""
        self.faults.append(Fault(self._table.sheet, row.cell(key), text))

    def _kept(self, before: BaseItem | None, *, has_children: bool) -> dict[str, Any]:
        if before is None:
            return {}
        kept = before.model_dump(exclude_defaults=True)
        spoken = {_COVERED[key] for key in self._table.letters if key in _COVERED}
        if "rest" in self._table.letters:
            spoken |= set(kept) - set(_COVERED.values())
        if has_children:
            spoken.add("children")
        elif "children" in kept:
            spoken.discard("children")
        return {key: value for key, value in kept.items() if key not in spoken}

    def _once(self, row: Row, text: str) -> None:
        if text in self._said:
            self.fault(row, "text", f"和第 {self._said[text]} 行的检查项一样，请删去一行")
        self._said.setdefault(text, row.number)

    def _new(self, row: Row, section: str, text: str) -> str:
        asked = [item for body in self._origin.known for item in body.items()]
        near = next((old for old in asked if alike(old.text, text) and _near(old.text, text)), None)
        if near is not None:
            self.notes.append(
                f"{row.cell('text')} 像是旧条目 {near.code} 的改写；"
                f"如果问的是同一件事，请在“编号”列写 {near.code}"
            )
        code = self._codes.item(section)
        self.new.append(code)
        return code

    def _required(self, row: Row, item: dict[str, Any], before: BaseItem | None) -> None:
        said = row.text
        try:
            item["basis"] = self._laws.read(said["basis"], before.basis if before else [])
            self._laws.cite(item["basis"], row.cell("basis"))
        except CellFault as fault:
            self.fault(row, "basis", str(fault))
        item["rectify"] = said["rectify"]
        if not said["rectify"]:
            self.fault(row, "rectify", "没写不符合时怎么处理，请写要求主体怎么改")
        try:
            if not said["deadline"]:
                raise CellFault("没写期限，请写“立即”“3个工作日”“7天”或“24小时”")
            item["deadline"] = cells.deadline(said["deadline"], self._table.headings["deadline"])
        except CellFault as fault:
            self.fault(row, "deadline", str(fault))

    def _put(self, row: Row, item: dict[str, Any], key: str, read: Callable[[str], Any]) -> None:
        if key not in row.text:
            return
        try:
            value = read(row.text[key])
        except CellFault as fault:
            self.fault(row, key, str(fault))
            return
        if value not in (None, False, []) or key in ("na", "type"):
            item[_COVERED[key]] = value

    def _tier(self, said: str) -> str:
        return cells.tier(said, self._table.headings["tier"]) if said else "core"

    def _type(self, said: str) -> str:
        if said not in _TYPES:
            raise CellFault(f"题型没有“{said}”，可用：{'、'.join(ITEM_TYPE.values())}")
        return _TYPES[said]

    def _rest(self, row: Row, item: dict[str, Any]) -> None:
        try:
            item |= from_flow(row.text.get("rest", ""))
        except ValueError as error:
            self.fault(row, "rest", str(error))

    def _completed(self, row: Row, item: dict[str, Any]) -> dict[str, Any]:
        item.setdefault("severity", "minor")
        item.setdefault("tier", "core")
        item.setdefault("guide", USUAL_GUIDE)
        if item.get("type") == "text":
            item.setdefault("max_length", USUAL_LENGTH)
        if item.get("type", "yes_no_na") != "yes_no_na":
            item.pop("allow_na", None)
        if item["severity"] == "critical":
            done = item.get("on_fail", [])
            item["on_fail"] = [*done, *sorted(CRITICAL_ACTIONS - set(done))]
            if item.get("deadline", {}).get("unit", "immediate") != "immediate":
                self.fault(row, "deadline", "重大问题的期限只能是“立即”")
                del item["deadline"]
        return item


def _near(one: str, other: str) -> bool:
    shorter, longer = sorted((set(one), set(other)), key=len)
    return len(shorter & longer) >= 0.75 * len(longer)
