"""What was answered beneath an item, in words: 品名, 批号, 数量 for whoever has it put right."""

from typing import TypedDict

from app.checklists.answers import Answer, ChildValue
from app.checklists.format import BaseItem, Child, NumberChild, PhotoChild, YesNoItem


class Detail(TypedDict):
    """One question beneath an item, and its answer in words."""

    text: str
    value: str


def details(item: BaseItem, answer: Answer) -> list[Detail]:
    """The answered questions beneath `item` in their order, without photos."""
    asked = item.children if isinstance(item, YesNoItem) else []
    return [
        Detail(text=child.text, value=_words(child, answer.children[child.code]))
        for child in asked
        if child.code in answer.children and not isinstance(child, PhotoChild)
    ]


def _words(child: Child, value: ChildValue) -> str:
    if isinstance(value, list):
        return "、".join(value)
    unit = child.unit if isinstance(child, NumberChild) and child.unit else ""
    return f"{value:g}{unit}" if isinstance(value, float) else f"{value}{unit}"
