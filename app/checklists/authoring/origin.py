"""What a sheet is read beside: which checklist it is for, and what was asked so far."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.checklists.format import BaseItem, Checklist
from app.checklists.library import Library

CODE = re.compile(r"[A-Z]{4}-[A-Z]\d{2}")
PREFIX = {"production": "PROD", "circulation": "CIRC", "catering": "CATR", "special": "SPEC"}
"""First letters of the codes, for a checklist that has none yet."""


@dataclass(frozen=True)
class Origin:
    """The checklist a sheet is for, its newest version, and every version of all checklists."""

    id: str
    version: int
    valid_from: date | None
    current: Checklist | None
    known: list[Checklist]
    flags: Mapping[str, Any]
    statutes: Mapping[str, Any]
    own: bool = False
    """Made on an installation: its new codes are others than those a delivery will bring."""

    def prefix(self) -> str:
        """The four letters all codes of the checklist begin with."""
        if self.current is not None:
            return self.current.sections[0].code[:4]
        letters = "".join(letter for letter in self.id.upper() if letter.isalpha())
        return PREFIX.get(self.id) or (letters + "XXXX")[:4]

    def item(self, code: str, text: str) -> BaseItem | None:
        """The item of that code, or without a code the one of the same wording, asked last."""
        asked = [item for body in self._own() for item in body.items()]
        for item in reversed(asked):
            if item.code == code if code else _same(item.text, text):
                return item
        return None

    def section_code(self, name: str) -> str | None:
        """The code a section of that name has now."""
        sections = self.current.sections if self.current else []
        return next((one.code for one in sections if _same(one.name, name)), None)

    def taken(self) -> set[str]:
        """Every code that has ever been used, of items and sections."""
        codes = {item.code for body in self.known for item in body.items()}
        return codes | {section.code for body in self.known for section in body.sections}

    def _own(self) -> list[Checklist]:
        return [body for body in self.known if body.id == self.id]


def origin(
    library: Library,
    id: str,
    valid_from: date | None = None,
    version: int | None = None,
    *,
    own: bool = False,
) -> Origin:
    """What a new version of checklist `id` is read beside."""
    known = [found.body for found in library]
    earlier = [body for body in known if body.id == id]
    current = earlier[-1] if earlier else None
    number = version or (current.version + 1 if current else 1)
    return Origin(id, number, valid_from, current, known, library.flags, library.statutes, own)


OWN_FROM = 51
"""Numbers of items that a running installation adds itself; deliveries stay below."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Codes:
    """New codes that no item and no section ever had."""

    def __init__(self, origin: Origin, given: Collection[str]) -> None:
        self._taken = origin.taken() | set(given)
        self._prefix = origin.prefix()
        self._own = origin.own

    def section(self) -> str:
        """The code of a new section: the next letter that is free."""
        for letter in reversed(_LETTERS) if self._own else _LETTERS:
            code = f"{self._prefix}-{letter}"
            if code not in self._taken:
                self._taken.add(code)
                return code
        raise ValueError("一份表最多 26 个大类，请合并一些大类")

    def item(self, section: str) -> str:
        """The code of a new item: behind the highest number there ever was."""
        numbers = [int(code[6:8]) for code in self._taken if len(code) == 8 and code[:6] == section]
        number = max([OWN_FROM - 1 if self._own else 0, *numbers]) + 1
        if number > 99:
            raise ValueError("一个大类最多 99 条，请分成两个大类")
        code = f"{section}{number:02d}"
        self._taken.add(code)
        return code


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)) == "".join(filter(str.isalnum, other))
