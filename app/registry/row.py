"""One row of a sheet: its texts by column, what was read from them, and what is wrong."""

import re
from typing import Any

from app.registry.columns import Form, title_of
from app.registry.faults import Fault, Gravity, gravity
from app.registry.texts import is_lost_number

_SUSPICIOUS = re.compile(r"[#=\ufffd\x00-\x08\x0b-\x1f\ue000-\uf8ff]|锟斤拷|[eE]\+")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_GARBLED = re.compile(r"[\ufffd\x00-\x08\x0b-\x1f\ue000-\uf8ff]|锟斤拷")


class Row:
    """What a row says, and what is wrong with it; filled in by the reader of its kind of sheet."""

    __slots__ = (
        "bad",
        "columns",
        "data",
        "faults",
        "form",
        "headings",
        "keys",
        "refs",
        "texts",
    )

    def __init__(
        self, form: Form, columns: dict[int, str], cells: list[str], headings: list[str]
    ) -> None:
        self.form = form
        self.columns = columns
        self.headings = headings
        self.faults: list[Fault] = []
        self.bad: set[str] = set()
        """Columns whose text is of no use."""
        self.data: dict[str, Any] = {}
        """What is to be kept."""
        self.keys: dict[str, str] = {}
        """By which other rows are compared with this one: columns of `import_row`."""
        self.refs: dict[str, str] = {}
        """What it names elsewhere: an entity, a cadre."""
        width = len(cells)
        self.texts = {
            key: cells[place] for place, key in columns.items() if place < width and cells[place]
        }
        for key, text in self.texts.items():
            if _SUSPICIOUS.search(text):
                self._suspect(key, text)

    def _suspect(self, key: str, text: str) -> None:
        title = title_of(self.form, key)
        if _EXCEL_ERROR.match(text):
            self.fault("excel_error", key, f"{title}这一格的公式出错，请改成填文字。")
        elif text.startswith("=") and len(text) > 1:
            self.fault("formula", key, f"{title}这一格是公式，请复制后“选择性粘贴—数值”。")
        elif is_lost_number(text):
            self.fault(
                "number_lost",
                key,
                f"Excel 把{title}变成了科学计数，后几位已经丢失。请把这一列设成“文本”，"
                "照原件重新填这一格。",
            )
        elif _GARBLED.search(text):
            self.fault("garbled", key, f"{title}里有乱码，请重新填写。")

    def text(self, key: str) -> str:
        """What the cell says; nothing where it is of no use."""
        return "" if key in self.bad else self.texts.get(key, "")

    def heading(self, key: str) -> str:
        """What the sheet itself calls a column."""
        return next((self.headings[at] for at, one in self.columns.items() if one == key), "")

    def fault(self, code: str, key: str, text: str, suggestion: str | None = None) -> None:
        """Note a finding; after an error the column's text is of no use."""
        self.faults.append(Fault(code, key, text, suggestion))
        if gravity(code) is Gravity.ERROR:
            self.bad.add(key)

    def required(self) -> None:
        """Note every required column that says nothing."""
        for key, one in self.form.needed.items():
            if key not in self.texts:
                self.fault("missing", key, f"{one.title}必填，请补上。")

    def plain(self, key: str) -> str:
        """A text of a column, no longer than is kept."""
        text = self.text(key)
        most = self.form.fields[key].most
        if len(text) > most:
            self.fault("too_long", key, f"{title_of(self.form, key)}最多 {most} 个字，请写短些。")
            return ""
        return text
