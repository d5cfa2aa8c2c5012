"""How a demo cadre fills a checklist: everything in order, but for the items named."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.checklists.answers import Answer, ChildValue, Given, Row
from app.checklists.children import shown_children
from app.checklists.coherence import STAGES
from app.checklists.engine import evaluate
from app.checklists.format import (
    BarcodeField,
    Checklist,
    Child,
    ChoiceChild,
    ChoiceField,
    Column,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    TextItem,
    ValueItem,
    YesNoItem,
)
from app.checklists.profile import Profile
from app.demo.faults import ALL

TEXTS = {
    "姓名": "店内安全员",
    "编号": "与证照一致",
    "标签要求": "0—8 ℃",
    "原料": "当天使用的主料",
    "商品": "在售商品 2 种",
    "产品": "在售产品 1 种",
    "批次": "近一个月的 1 个批次",
    "品名": "酱油 500 毫升",
}
NUMBERS = {"热藏": 65, "冷冻": -18, "中心温度": 75, "学时": 40, "抽查单品": 12}
"""What is answered where nothing is wrong, by a word of the question."""


def fill(
    body: Checklist, profile: Profile, wrong: dict[str, list[str]], today: date
) -> list[dict[str, Any]]:
    """Wire answers for every shown item; `wrong` maps item codes to their photos' sha256."""
    shown = set(evaluate(body, profile, [], today).shown)
    made: list[dict[str, Any]] = []
    for item in body.items():
        if item.code not in shown or isinstance(item, TextItem):
            continue
        if isinstance(item, YesNoItem):
            made.append(_answer(item, wrong.get(item.code), profile, today))
        else:
            made.append({"item": item.code, "value": _value(item, "yes", profile, today)})
    return made


def _answer(
    item: YesNoItem, photos: list[str] | None, profile: Profile, today: date
) -> dict[str, Any]:
    given: Given = "yes" if photos is None else "no"
    children: dict[str, ChildValue] = {}
    # A choice may bring further questions: go round until none is left open.
    while more := {
        child.code: value
        for child in shown_children(item, given, children)
        if child.code not in children
        and (value := _found(item, child, given) or _value(child, given, profile, today))
        is not None
    }:
        children |= more
    made = Answer(
        item=item.code,
        answer=given,
        note="" if photos is None else ALL[item.code].said,
        photos=photos or [],
        children=children,
    )
    return made.model_dump(mode="json", exclude_defaults=True)


def _found(item: YesNoItem, child: Child, given: Given) -> ChildValue | None:
    """What the story of a fault says beneath its item."""
    fault = ALL.get(item.code) if given == "no" else None
    value = fault.values.get(child.code.removeprefix(item.code)) if fault else None
    several = isinstance(child, ChoiceChild) and child.multiple
    return [value] if several and isinstance(value, str) else value


def _value(
    child: Child | ValueItem | Column, given: Given, profile: Profile, today: date
) -> ChildValue | None:
    match child:
        case NumberField() if word := next((w for w in NUMBERS if w in child.text), None):
            return NUMBERS[word]
        case NumberField():
            return max(child.min or 0, min(child.max or 4, 4)) if not child.rules else 0
        case DateField():
            ahead = 400 if child.max is None else -3
            return (today + timedelta(days=ahead)).isoformat()
        case ChoiceField(binds=bound) if bound:
            return next(word for word, stage in STAGES.items() if stage == profile.stage)
        case ChoiceField():
            return [child.options[0]] if child.multiple else child.options[0]
        case PhotoField():
            return None
        case BarcodeField():
            return "6901028075763"
        case GroupField():
            return [_line(child.columns, given, profile, today)]
    if child.type == "issue_review":
        return None
    return next((said for word, said in TEXTS.items() if word in child.text), "见现场记录")


def _line(columns: Sequence[Column], given: Given, profile: Profile, today: date) -> Row:
    found = {column.code: _value(column, given, profile, today) for column in columns}
    return {code: value for code, value in found.items() if isinstance(value, (str, int, float))}
