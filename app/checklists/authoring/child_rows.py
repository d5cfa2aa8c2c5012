"""Rows of the sheet 小题 into the questions beneath items."""

from typing import Any

from app.checklists.authoring import cells
from app.checklists.authoring.cells import CellFault
from app.checklists.authoring.faults import Fault
from app.checklists.authoring.sheet import Row, Table
from app.checklists.authoring.words import CHILD_TYPE
from app.checklists.authoring.yaml_text import from_flow

ON_ANSWER = {"no": "答“否”时", "yes": "答“是”时"}
SEVERAL = "多选"
_PLAIN = ("unit",)
_NUMBERS = ("min", "max")


def read_children(table: Table, faults: list[Fault]) -> dict[str, list[tuple[Row, dict[str, Any]]]]:
    """The questions of each item by its code, with their rows."""
    found: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
    for row in table.rows:
        code = row.text.get("item", "")
        beside = found.setdefault(code, [])
        try:
            child = _child(row, code, len(beside))
        except _At as fault:
            faults.append(Fault(table.sheet, row.cell(fault.key), str(fault)))
            continue
        beside.append((row, child))
    return found


class _At(ValueError):
    """A fault in a cell of the row."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def _child(row: Row, item: str, place: int) -> dict[str, Any]:
    said = row.text
    child: dict[str, Any] = {
        "code": said.get("code") or f"{item}{'abcdefghijklmnopqrstuvwxyz'[place % 26]}",
        "text": said.get("text", ""),
    } | _type(said.get("type", ""))
    if said.get("options"):
        child["options"] = _options(said["options"])
    child |= {key: said[key] for key in _PLAIN if said.get(key)}
    for key in _NUMBERS:
        if said.get(key):
            try:
                child[key] = float(said[key])
            except ValueError:
                raise _At(key, f"“{said[key]}”不是数字") from None
    if said.get("show"):
        answer = next((name for name, word in ON_ANSWER.items() if word == said["show"]), None)
        if answer is None:
            allowed = "或".join(f"“{word}”" for word in ON_ANSWER.values())
            raise _At("show", f"看不懂“{said['show']}”，请写{allowed}，或空着表示都问")
        child["show"] = {"answer": answer}
    try:
        if cells.yes(said.get("optional", "")):
            child["optional"] = True
        return child | from_flow(said.get("rest", ""))
    except CellFault as fault:
        raise _At("optional", str(fault)) from fault
    except ValueError as error:
        raise _At("rest", str(error)) from error


def _type(said: str) -> dict[str, Any]:
    if said == SEVERAL:
        return {"type": "choice", "multiple": True}
    for name, word in CHILD_TYPE.items():
        if said in (word, name):
            return {"type": name}
    raise _At("type", f"答法没有“{said}”，可用：{'、'.join([*CHILD_TYPE.values(), SEVERAL])}")


def _options(said: str) -> list[str]:
    separator = "\n" if "\n" in said else "、"
    return [option.strip() for option in said.split(separator) if option.strip()]
