"""The questions under an item: which are shown, what their values entail, what is wrong with them.

Twin of `pwa/src/domain/checklist-children.ts`.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.checklists.answers import ChildValue, Given
from app.checklists.format import (
    Above,
    BeforeToday,
    Child,
    ChoiceChild,
    Chosen,
    Consequence,
    DateChild,
    NumberChild,
    OnAnswer,
    OnChild,
    PhotoChild,
    Rule,
    TextChild,
    WithinDays,
    YesNoItem,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Number formats only warn: real numbers that break them exist, and a visit must not fail on one.
_FORMATS = {
    "sc_license_or_register": (
        r"^(SC[0-9]{14}|(?!SC).+)$",
        "食品生产许可证编号应为 SC 加 14 位数字，请核对",
    ),
    "jy_license_or_register": (
        r"^(JY[0-9]{14}|(?!JY).+)$",
        "食品经营许可证编号应为 JY 加 14 位数字，请核对",
    ),
    "jy_license_or_record": (
        r"^(JY[0-9]{14}|YB[0-9]{14}|(?!JY|YB).+)$",
        "许可证编号应为 JY 加 14 位数字，备案编号应为 YB 加 14 位数字，请核对",
    ),
    "special_food_reg_no": (
        r"国食健注[GJ][0-9]{8}|食健备[GJ][0-9]{12}|国食注字(YP|TY)[0-9]{8}",
        "没有看到完整的注册号或备案号，请对照标签核对",
    ),
}


@dataclass(frozen=True)
class Derived:
    """What an answered child entails, and the sentence that says so."""

    item: str
    child: str | None
    then: Consequence
    text: str


Values = Mapping[str, ChildValue]


def shown_children(item: YesNoItem, answer: Given | None, values: Values) -> list[Child]:
    """Children to ask: none for 不适用; those behind a choice only when it was made."""
    if answer == "na":
        return []
    shown: set[str] = set()
    # A child may name one written after it, so go round until nothing more appears.
    while more := {
        child.code
        for child in item.children
        if child.code not in shown and _is_shown(child, answer, values, shown)
    }:
        shown |= more
    return [child for child in item.children if child.code in shown]


def entailed(item: YesNoItem, shown: list[Child], values: Values, today: date) -> list[Derived]:
    """What the rules and number formats of the shown children say about their values."""
    found = []
    for child in shown:
        value = values.get(child.code)
        if value is None or is_blank(value) or fault(child, value, today):
            continue
        if isinstance(child, (NumberChild, DateChild, ChoiceChild)):
            rules: list[Rule] = list(child.rules)
            found += [
                Derived(item.code, child.code, rule.then, rule.text)
                for rule in rules
                if _applies(rule, value, today)
            ]
        if isinstance(child, TextChild) and child.format:
            pattern, text = _FORMATS[child.format]
            if not re.search(pattern, str(value).strip()):
                found.append(Derived(item.code, child.code, "warn", text))
    return found


def is_asked_on(item: YesNoItem, child: Child, answer: Given | None) -> bool:
    """Whether a shown child must be filled under this answer.

    On 否 only the questions about the fault must be: what is not there has no number and no date.
    """
    if child.optional or child.type == "issue_review":
        return False
    return answer == "yes" or _is_about_the_fault(item, child)


def fault(child: Child, value: ChildValue, today: date) -> str | None:
    """What is wrong with a value, as a sentence; None when it will do."""
    match child:
        case NumberChild():
            return _number_fault(child, value)
        case DateChild():
            return _date_fault(child, value, today)
        case ChoiceChild():
            return _choice_fault(child, value)
        case PhotoChild():
            return _photo_fault(child, value)
        case TextChild():
            if not isinstance(value, str):
                return "请填写文字"
            too_long = len(value) > child.max_length
            return f"最多 {child.max_length} 个字，请缩短" if too_long else None
        case _:
            return "以前的问题在复核里逐条填写，不在这里填"


def is_blank(value: ChildValue | None) -> bool:
    """Whether nothing was filled in."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _is_shown(child: Child, answer: Given | None, values: Values, shown: set[str]) -> bool:
    match child.show:
        case OnAnswer():
            return answer == "no"
        case OnChild(child=parent, one_of=wanted):
            return parent in shown and not set(wanted).isdisjoint(_chosen(values.get(parent)))
        case _:
            return True


def _is_about_the_fault(item: YesNoItem, child: Child) -> bool:
    while isinstance(child.show, OnChild):
        parent = child.show.child
        child = next(other for other in item.children if other.code == parent)
    return isinstance(child.show, OnAnswer)


def _chosen(value: ChildValue | None) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) else []


def _applies(rule: Rule, value: ChildValue, today: date) -> bool:
    match rule:
        case Above(number=limit):
            return isinstance(value, (int, float)) and value > limit
        case BeforeToday():
            return _day(value) < today
        case WithinDays(days=days):
            return 0 <= (_day(value) - today).days <= days
        case Chosen(option=option):
            return option in _chosen(value)
        case _:
            return False


def _number_fault(child: NumberChild, value: ChildValue) -> str | None:
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        return "请填数字"
    if child.whole and value != int(value):
        return "请填整数"
    if child.min is not None and value < child.min:
        return f"不能小于 {_plain(child.min)}"
    if child.max is not None and value > child.max:
        return f"不能大于 {_plain(child.max)}"
    return None


def _date_fault(child: DateChild, value: ChildValue, today: date) -> str | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return "请选择日期"
    try:
        day = _day(value)
    except ValueError:
        return "没有这一天，请重新选择日期"
    return "不能晚于今天" if child.max == "today" and day > today else None


def _choice_fault(child: ChoiceChild, value: ChildValue) -> str | None:
    chosen = _chosen(value)
    if isinstance(value, list) != child.multiple or (child.multiple and not chosen):
        return "请至少选一项" if child.multiple else "请选一项"
    strange = [option for option in chosen if option not in child.options]
    return f"没有“{strange[0]}”这个选项，请重新选择" if strange or not chosen else None


def _photo_fault(child: PhotoChild, value: ChildValue) -> str | None:
    if not isinstance(value, list) or not all(_SHA256.fullmatch(photo) for photo in value):
        return "照片没有保存好，请重拍"
    too_many = len(value) > child.max_count
    return f"最多 {child.max_count} 张照片，请删去多余的" if too_many else None


def _day(value: ChildValue) -> date:
    return date.fromisoformat(str(value))


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
