"""What was answered beneath an item, in words: 品名, 批号, 数量 for whoever has it put right."""

from typing import TypedDict

from app.checklists.answers import Answer, Value
from app.checklists.fields import GroupField, NumberField, PhotoField, SignatureField
from app.checklists.items import BaseItem, YesNoItem
from app.checklists.parts import Part
from app.checklists.values import is_blank

_PICTURES = (PhotoField, SignatureField)


class Detail(TypedDict):
    """One question beneath an item, and its answer in words."""

    text: str
    value: str


def details(item: BaseItem, answer: Answer) -> list[Detail]:
    """The answered questions of `item` in their order, without pictures."""
    if not isinstance(item, YesNoItem):
        if answer.value is None or isinstance(item, _PICTURES):
            return []
        return [Detail(text=item.text, value=words(item, answer.value))]
    return [
        Detail(text=child.text, value=words(child, answer.children[child.code]))
        for child in item.children
        if child.code in answer.children and not isinstance(child, _PICTURES)
    ]


def words(field: Part, value: Value) -> str:
    """A value as a person would say it; the lines of a group are parted by semicolons."""
    if isinstance(field, GroupField) and isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        return "；".join(
            "，".join(
                f"{column.text} {words(column, row[column.code])}"
                for column in field.columns
                if not is_blank(row.get(column.code))
            )
            for row in rows
        )
    if isinstance(field, PhotoField) and isinstance(value, list):
        return f"{len(value)} 张"
    if isinstance(value, list):
        return "、".join(one for one in value if isinstance(one, str))
    unit = field.unit if isinstance(field, NumberField) and field.unit else ""
    return f"{value:g}{unit}" if isinstance(value, float) else f"{value}{unit}"
