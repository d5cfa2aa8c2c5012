"""Faults of a workbook, cell by cell, and the places of a checklist they are traced from."""

from dataclasses import dataclass, field

from pydantic_core import ErrorDetails

from app.checklists.authoring.columns import CHILD_COLUMNS, COLUMNS, HEAD, LAWS
from app.checklists.authoring.sheet import Row

_COLUMN_OF = {
    "photo_on_fail": "photo",
    "allow_na": "na",
    "needs_professional": "professional",
    "on_fail": "actions",
    "rules": "rest",
}
_SENTENCES = {
    "missing": "没写“{name}”，请补上",
    "string_too_short": "“{name}”太短或没有填，至少 {min_length} 个字",
    "string_too_long": "“{name}”太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "“{name}”的编号样式不对，如 CATR-A01；新条目请空着",
    "too_short": "“{name}”至少要有 {min_length} 项",
    "greater_than_equal": "“{name}”不能小于 {ge}",
    "less_than_equal": "“{name}”不能大于 {le}",
    "extra_forbidden": "“其他设置”里不认识“{key}”，请改正或删去",
}
_TITLES = {column.key: column.title for column in COLUMNS}
_CHILD_TITLES = {column.key: column.title for column in CHILD_COLUMNS}


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in a cell, and what to write instead."""

    sheet: str
    cell: str
    text: str

    def __str__(self) -> str:
        """“督导检查表 C5：……”."""
        return f"{self.sheet} {self.cell}：{self.text}"


@dataclass
class Places:
    """Where each part of the checklist stands in the workbook."""

    main: str
    items: dict[tuple[int, int], Row] = field(default_factory=dict)
    children: dict[tuple[int, int, int], Row] = field(default_factory=dict)
    children_sheet: str = ""
    laws: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)

    def fault(self, place: tuple[int | str, ...], text: str) -> Fault:
        """A fault of what stands at `place` of the checklist."""
        match [step for step in place if not str(step).startswith("tag:")]:
            case ["sections", int(s), "items", int(i), "children", int(c), *rest]:
                row = self.children.get((s, i, c))
                if row is not None:
                    return Fault(self.children_sheet, row.cell(_key(rest)), text)
                return Fault(self.main, self.items[s, i].cell("text"), f"下面的小题：{text}")
            case ["sections", int(s), "items", int(i), *rest]:
                return Fault(self.main, self.items[s, i].cell(_key(rest)), text)
            case ["sections", int(s), *rest]:
                first = next((row for (at, _), row in self.items.items() if at == s), None)
                return Fault(self.main, first.cell("section") if first else "A1", text)
            case ["laws", str(key), *_] if key in self.laws:
                return Fault(LAWS, self.laws[key], text)
            case [str(key), *_] if key in self.head:
                return Fault(HEAD, self.head[key], text)
        return Fault(self.main, "A1", text)


def sentence(error: ErrorDetails) -> str:
    """What is wrong with a value, in the words of the sheet."""
    named = [s for s in error["loc"] if isinstance(s, str) and not s.startswith("tag:")]
    key = named[-1] if named else ""
    titles = _CHILD_TITLES if "children" in named else _TITLES
    name = titles.get(_COLUMN_OF.get(key, key), key)
    pattern = _SENTENCES.get(error["type"], "“{name}”的写法不对，请照其他行的样子改")
    return pattern.format(name=name, key=key, **error.get("ctx", {}))


def _key(rest: list[int | str]) -> str:
    key = next((step for step in rest if isinstance(step, str)), "text")
    return _COLUMN_OF.get(key, key)
