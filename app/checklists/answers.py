"""Answers as phones send them; the shapes of the inspection on the wire."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.checklists.format import Severity

Given = Literal["yes", "no", "na"]
Plain = str | int | float | list[str]
Row = dict[str, Plain]
"""One line of a repeated group, by the codes of its columns."""
Value = Plain | list[Row]
"""What was filled in: words, a number, a day, choices or photos, or a table of them."""
ChildValue = Value

_SHA256 = re.compile(r"[0-9a-f]{64}")

_BLANKS = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)


def trimmed(text: str) -> str:
    """Words without the blanks around them, as a phone's `trim` takes them off."""
    return text.strip(_BLANKS)


def is_picture(one: Any) -> bool:
    """Whether it names the bytes of a photo or signature."""
    return isinstance(one, str) and _SHA256.fullmatch(one) is not None


def pictures_in(value: Value | None) -> Iterator[str]:
    """Every picture of a value in its order, those in the lines of a group included.

    Known by their form: a replay finds them even when its checklist is no longer taken.
    """
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict):
            for cell in one.values():
                yield from pictures_in(cell)
        elif is_picture(one):
            yield one


class Answer(BaseModel):
    """One answered item; a text item has a note, any other without 是/否 a value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    item: str = Field(max_length=20)
    answer: Given | None = None
    note: str = Field(default="", max_length=2000)
    photos: list[str] = Field(default=[], max_length=9)
    photos_after: list[str] = Field(default=[], max_length=9)
    severity: Severity | None = None
    severity_reason: str | None = Field(default=None, max_length=500)
    fixed_on_site: bool = False
    value: Value | None = None
    """Of an item that asks for a value instead of 是 or 否."""
    children: dict[str, ChildValue] = Field(default={}, max_length=40)
    bulk: bool = False
    """Answered with others by “其余均符合”, not by itself."""


class Recheck(BaseModel):
    """How an earlier issue was found on this visit."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    issue_id: str
    result: Literal["fixed", "not_fixed", "repeated"]
    note: str = Field(default="", max_length=2000)
    photos: list[str] = Field(default=[], max_length=9)
