"""The columns an office's sheets have, by the offices' own names; read from `columns.yaml`."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


class Shape(StrEnum):
    """What a sheet lists, in the order in which one needs the other."""

    REGIONS = "regions"
    ACCOUNTS = "accounts"
    ENTITIES = "entities"
    CONTACTS = "contacts"
    ASSIGNMENTS = "assignments"


@dataclass(frozen=True)
class Field:
    """A column: its heading, what its cells are, and what to say of it to who fills it in."""

    key: str
    title: str
    also: tuple[str, ...]
    required: bool
    cell: str
    most: int
    choices: tuple[str, ...]
    help: str
    example: str
    width: int


@dataclass(frozen=True)
class Form:
    """The columns of one kind of sheet."""

    shape: Shape
    name: str
    sheet: str
    fields: dict[str, Field]
    words: dict[str, str]
    """Bare heading to the key of its column."""

    @cached_property
    def needed(self) -> dict[str, Field]:
        """The columns that a row must say something in."""
        return {key: one for key, one in self.fields.items() if one.required}


PHONES = frozenset({"联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "联系人电话"})
"""Headings that belong to whoever stands in the column before."""
_MARK = "mark:"
_PERSONS = ("owner", "director", "officer", "cadre")


@lru_cache
def forms() -> dict[Shape, Form]:
    """Every kind of sheet."""
    text = (Path(__file__).parent / "columns.yaml").read_text("utf-8")
    read = YAML(typ="safe").load(text)
    return {Shape(name): _form(Shape(name), said) for name, said in read.items()}


def _form(shape: Shape, said: dict[str, Any]) -> Form:
    fields = {key: _field(key, one) for key, one in said["fields"].items()}
    words = {bare(word): key for key, one in fields.items() for word in (one.title, *one.also)}
    return Form(shape, said["name"], said["sheet"], fields, words)


def _field(key: str, said: dict[str, Any]) -> Field:
    return Field(
        key=key,
        title=said["title"],
        also=tuple(said.get("also", ())),
        required=said.get("required", False),
        cell=said.get("cell", "text"),
        most=said.get("most", 400),
        choices=tuple(said.get("choices", ())),
        help=said.get("help", ""),
        example=str(said.get("example", "")),
        width=said.get("width", 14),
    )


def bare(heading: str) -> str:
    """A heading without blanks, stars and punctuation, and without (必填) and the like."""
    text = unicodedata.normalize("NFKC", heading)
    text = re.sub(
        r"[(\[](必填|选填|可不填|非必填|文本|文本格式|18位|12位|手机|全称)[)\]]", "", text
    )
    return re.sub(r"[\s*＊·:/\\、,，.。()\[\]【】\"'“”_-]", "", text)


def recognised(
    form: Form, headings: list[str], above: list[str], marks: dict[str, str]
) -> dict[int, str]:
    """Which column is which, by place; a group's heading above helps where two share a name.

    `marks` are the names of an entity's flags, which every entities sheet may have as columns.
    """
    found: dict[int, str] = {}
    person = ""
    for place, heading in enumerate(headings):
        key = _key(form, heading, above[place] if place < len(above) else "", person, marks)
        if key is None or key in found.values():
            continue
        found[place] = key
        person = key if key in _PERSONS else person
    return found


def _key(form: Form, heading: str, group: str, person: str, marks: dict[str, str]) -> str | None:
    own, over = bare(heading), bare(group)
    joined = form.words.get(over + own) if over and over != own else None
    if joined:
        return joined
    if own in PHONES and form.shape in (Shape.ENTITIES, Shape.ASSIGNMENTS):
        after = f"{person or 'owner'}_phone"
        return after if after in form.fields else form.words.get(own)
    if own in form.words:
        return form.words[own]
    if form.shape is Shape.ENTITIES and (code := marks.get(own.removeprefix("是否"))):
        return _MARK + code
    # A cell that reaches over both rows of a heading says its name in the upper one.
    return form.words.get(over) if over and not own else None


def mark_of(key: str) -> str | None:
    """The flag that a column sets, for the columns of flags."""
    return key[len(_MARK) :] if key.startswith(_MARK) else None


def title_of(form: Form, key: str) -> str:
    """What a column is called in a sentence."""
    return form.fields[key].title if key in form.fields else key.removeprefix(_MARK)
