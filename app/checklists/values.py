"""What was filled in against what its question allows, and what follows from it.

Twin of `pwa/src/domain/checklist-values.ts`.
"""

import math
import re
from collections.abc import Iterator
from datetime import date

from app.checklists.answers import Row, Value, is_picture, trimmed
from app.checklists.conditions import words_in
from app.checklists.fields import (
    Above,
    BarcodeField,
    BeforeToday,
    Below,
    ChoiceField,
    Chosen,
    Column,
    Consequence,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    Rule,
    SignatureField,
    TextField,
    WithinDays,
)
from app.checklists.parts import Part

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Number formats only warn: real numbers that break them exist, and a visit must not fail on one.
_FORMATS = {
    "sc_license_or_register": (
        r"^(SC[0-9]{14}|(?!SC)[\s\S]+)$",
        "食品生产许可证编号应为 SC 加 14 位数字，请核对",
    ),
    "jy_license_or_register": (
        r"^(JY[0-9]{14}|(?!JY)[\s\S]+)$",
        "食品经营许可证编号应为 JY 加 14 位数字，请核对",
    ),
    "jy_license_or_record": (
        r"^(JY[0-9]{14}|YB[0-9]{14}|(?!JY|YB)[\s\S]+)$",
        "许可证编号应为 JY 加 14 位数字，备案编号应为 YB 加 14 位数字，请核对",
    ),
    "special_food_reg_no": (
        r"国食健注[GJ][0-9]{8}|食健备[GJ][0-9]{12}|国食注字(YP|TY)[0-9]{8}",
        "没有看到完整的注册号或备案号，请对照标签核对",
    ),
}

Entailed = tuple[Consequence, str]


def fault(field: Part, value: Value, today: date) -> str | None:
    """What is wrong with a value, as a sentence; None when it will do."""
    match field:
        case NumberField():
            return _number_fault(field, value)
        case DateField():
            return _date_fault(field, value, today)
        case ChoiceField():
            return _choice_fault(field, value)
        case PhotoField():
            return _photo_fault(field, value)
        case SignatureField():
            good = isinstance(value, list) and len(value) == 1 and _are_pictures(value)
            return None if good else "签名没有保存好，请重签"
        case GroupField():
            return _group_fault(field, value, today)
        case TextField() | BarcodeField():
            if not isinstance(value, str):
                return "请填写文字"
            too_long = len(value) > field.max_length
            return f"最多 {field.max_length} 个字，请缩短" if too_long else None
        case _:
            return "以前的问题在复核里逐条填写，不在这里填"


def consequences(field: Part, value: Value, today: date) -> list[Entailed]:
    """What the rules and the number format of a question say of a value without fault."""
    match field:
        case NumberField() | DateField() | ChoiceField():
            rules: list[Rule] = list(field.rules)
            return [(rule.then, rule.text) for rule in rules if _applies(rule, value, today)]
        case TextField(format=str(name)):
            pattern, text = _FORMATS[name]
            return [] if re.search(pattern, trimmed(str(value))) else [("warn", text)]
        case GroupField():
            found = [
                each
                for row in _rows(value)
                for column in field.columns
                if not is_blank(row.get(column.code))
                for each in consequences(column, row[column.code], today)
            ]
            return list(dict.fromkeys(found))
        case _:
            return []


def is_blank(value: Value | None) -> bool:
    """Whether nothing was filled in."""
    return value is None or value == [] or (isinstance(value, str) and not trimmed(value))


def may_be_empty(field: Part) -> bool:
    """Whether a group may have no line at all."""
    return isinstance(field, GroupField) and field.min_rows == 0


def _applies(rule: Rule, value: Value, today: date) -> bool:
    match rule:
        case Above(number=limit):
            return isinstance(value, (int, float)) and value > limit
        case Below(number=limit):
            return isinstance(value, (int, float)) and value < limit
        case BeforeToday():
            return _day(value) < today
        case WithinDays(days=days):
            return 0 <= (_day(value) - today).days <= days
        case Chosen(option=option):
            return option in words_in(value)
        case _:
            return False


def _group_fault(field: GroupField, value: Value, today: date) -> str | None:
    rows = _rows(value)
    if not isinstance(value, list) or len(rows) < len(value):
        return "请重新填写"
    if len(rows) < field.min_rows:
        return f"至少填 {field.min_rows} 行“{field.row}”"
    if len(rows) > field.max_rows:
        return f"最多 {field.max_rows} 行“{field.row}”，请删去多余的"
    known = {column.code for column in field.columns}
    for n, row in enumerate(rows, 1):
        wrong = next(_row_faults(field.columns, row, today), None)
        if wrong is None and not row.keys() <= known:
            wrong = "有不认识的栏，请删去这一行重填"
        if wrong:
            return f"第 {n} 行{wrong}"
    return None


def _row_faults(columns: list[Column], row: Row, today: date) -> Iterator[str]:
    for column in columns:
        value = row.get(column.code)
        if value is None or is_blank(value):
            if not column.optional:
                yield f"：请填写“{column.text}”"
        elif wrong := fault(column, value, today):
            yield f"“{column.text}”：{wrong}"


def _rows(value: Value) -> list[Row]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _are_pictures(value: list[str] | list[Row]) -> bool:
    return all(is_picture(one) for one in value)


def _number_fault(field: NumberField, value: Value) -> str | None:
    if not isinstance(value, (int, float)) or not _is_finite(value):
        return "请填数字"
    if field.whole and value != int(value):
        return "请填整数"
    if field.min is not None and value < field.min:
        return f"不能小于 {_plain(field.min)}"
    if field.max is not None and value > field.max:
        return f"不能大于 {_plain(field.max)}"
    return None


def _date_fault(field: DateField, value: Value, today: date) -> str | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return "请选择日期"
    try:
        day = _day(value)
    except ValueError:
        return "没有这一天，请重新选择日期"
    return "不能晚于今天" if field.max == "today" and day > today else None


def _choice_fault(field: ChoiceField, value: Value) -> str | None:
    chosen = words_in(value)
    if isinstance(value, list) != field.multiple or not chosen:
        return "请至少选一项" if field.multiple else "请选一项"
    strange = next((option for option in chosen if option not in field.options), None)
    return None if strange is None else f"没有“{strange}”这个选项，请重新选择"


def _photo_fault(field: PhotoField, value: Value) -> str | None:
    if not isinstance(value, list) or not _are_pictures(value):
        return "照片没有保存好，请重拍"
    too_many = len(value) > field.max_count
    return f"最多 {field.max_count} 张照片，请删去多余的" if too_many else None


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
