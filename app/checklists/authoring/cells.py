"""What a cell of an office's workbook means: days, severities, laws, conditions in Chinese."""

import re
from collections.abc import Mapping
from typing import Any

from app.checklists.authoring.words import ACTION, TIER

NUMERALS = "零一二三四五六七八九十"
_YES = {"是", "√", "✓", "✔", "对", "需要", "要", "有", "y", "yes", "1"}
_NO = {"否", "×", "✗", "x", "不", "不需要", "不要", "无", "没有", "n", "no", "0", "/", "-", "—", ""}
_SEVERITY = {
    **dict.fromkeys(("一般", "轻微", "一般问题", "低"), "minor"),
    **dict.fromkeys(("较重", "较大", "较重问题", "严重", "中"), "major"),
    **dict.fromkeys(("重大", "重大问题", "★", "特别严重", "高"), "critical"),
}
_TIER = {
    **dict.fromkeys(("必查", "简表", "核心", "村级", "core", "各级"), "core"),
    **dict.fromkeys(("全项", "全表", "标准", "standard", "乡级及以上", "乡镇及以上"), "standard"),
}
_AT_ONCE = {"立即", "即时", "当场", "立即整改", "当场整改", "立行立改", "即刻"}
_UNITS = {
    "workday": ("个工作日", "工作日", "工"),
    "hour": ("个小时", "小时", "时"),
    "calendar_day": ("个自然日", "自然日", "天", "日"),
}
_DAYS = {"周": 7, "个星期": 7, "星期": 7, "个月": 30, "月": 30}

_WORDS = {"业态": "kind", "环节": "stage", "包保等级": "grade"}
_WRITTEN_OUT = re.compile(r"\bentity\.|\b(?:answer|value)\(|^(?:true|false)$")
"""What a condition of the format holds, and one in Chinese does not."""
_STAGES = {"生产": "production", "销售": "retail"}
_WORD = re.compile(r"(业态|环节|包保等级)(?:是|=|：|:)(.+)")


class CellFault(ValueError):
    """A cell that says nothing usable; the text says what to write instead."""


def deadline(text: str, heading: str = "") -> dict[str, Any]:
    """Days or hours: “立即”, “3个工作日”, “三日内”, or a bare number under “期限（工作日）”."""
    given = re.sub(r"\s", "", text).removesuffix("内").removesuffix("之")
    given = given.removeprefix("限").removesuffix("整改").removesuffix("完成").removesuffix("内")
    if given in _AT_ONCE:
        return {"value": 0, "unit": "immediate"}
    found = re.fullmatch(rf"([0-9]+|[{NUMERALS}两]+)(\D*)", given)
    if not found:
        raise CellFault(f"看不懂“{text}”，请写“立即”“3个工作日”“7天”或“24小时”")
    number, unit = _number(found[1]), found[2]
    if not unit:
        unit = next((name for names in _UNITS.values() for name in names if name in heading), "")
        if not unit:
            raise CellFault(f"“{text}”没写单位，请写“{text}个工作日”或“{text}天”")
    if unit in _DAYS:
        return {"value": number * _DAYS[unit], "unit": "calendar_day"}
    for name, names in _UNITS.items():
        if unit in names:
            if number == 0:
                return {"value": 0, "unit": "immediate"}
            return {"value": number, "unit": name}
    raise CellFault(f"看不懂“{text}”里的单位，请写“个工作日”“天”或“小时”")


def severity(text: str) -> str:
    """一般, 较重 or 重大."""
    if text not in _SEVERITY:
        raise CellFault(f"严重程度没有“{text}”，请写“一般”“较重”或“重大”")
    return _SEVERITY[text]


def tier(text: str, heading: str = "") -> str:
    """必查 or 全项; under “必查” or “简表” also 是 and 否."""
    if text in _TIER:
        return _TIER[text]
    if "必查" in heading or "简表" in heading:
        return "core" if yes(text) else "standard"
    raise CellFault(f"级别没有“{text}”，请写“{TIER['core']}”或“{TIER['standard']}”")


def yes(text: str) -> bool:
    """是 or 否, or the signs for them."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise CellFault(f"看不懂“{text}”，请写“是”或“否”")


def photo(text: str) -> dict[str, str] | None:
    """Why a photo is necessary; none without a reason."""
    if text.lower() in _NO:
        return None
    if text.lower() in _YES or len(text) < 4:
        raise CellFault("请写明为什么必须拍照，如“拍过期食品的标签，便于追溯”；不必拍照就空着")
    return {"reason": text}


def actions(text: str) -> list[str]:
    """What is done on 否, by its Chinese names."""
    names = {name: action for action, name in ACTION.items()}
    found = [part for part in re.split(r"[、，,；;\n]", text) if part.strip()]
    unknown = [part for part in found if part.strip() not in names]
    if unknown:
        raise CellFault(f"没有处置动作“{unknown[0]}”，可用：{'、'.join(names)}")
    return [names[part.strip()] for part in found]


def condition(text: str, flags: Mapping[str, Any]) -> str | None:
    """A condition of the format from Chinese: names of flags, 或, 且, 不是; or one as it is."""
    if text.lower() in _NO or text in ("全部", "所有", "都查", "所有主体"):
        return None
    if _WRITTEN_OUT.search(text):
        return text
    names = {str(flag["name"]): key for key, flag in flags.items()}
    groups = [
        " and ".join(_term(term, names) for term in re.split(r"并且|且", group))
        for group in re.split(r"或者|或|、", re.sub(r"\s", "", text))
    ]
    if len(groups) > 1:
        groups = [f"({one})" if " and " in one else one for one in groups]
    return " or ".join(groups)


def in_chinese(when: str | None, flags: Mapping[str, Any]) -> str:
    """A condition in Chinese where `condition` reads the same out of it; else as it is."""
    if when is None:
        return ""
    names = {key: str(flag["name"]) for key, flag in flags.items()}
    text = when.replace(" or ", " 或 ").replace(" and ", " 且 ").replace("not ", "不是")
    words = {name: word for word, name in _WORDS.items()}
    text = re.sub(
        r"entity\.(kind|stage|grade) == '([^']*)'",
        lambda found: f"{words[found[1]]}是{_said(found[2])}",
        text,
    )
    text = re.sub(r"entity\.(\w+)", lambda found: names.get(found[1], found[0]), text)
    try:
        return text if condition(text, flags) == when else when
    except CellFault:
        return when


def _said(value: str) -> str:
    return next((word for word, stage in _STAGES.items() if stage == value), value)


def _term(term: str, names: Mapping[str, str]) -> str:
    for negation in ("不是", "非"):
        if term.startswith(negation) and term not in names:
            return f"not {_term(term.removeprefix(negation), names)}"
    if found := _WORD.fullmatch(term):
        value = _STAGES.get(found[2], found[2])
        return f"entity.{_WORDS[found[1]]} == '{value}'"
    if term not in names:
        known = "、".join(list(names)[:6])
        raise CellFault(f"条件里没有“{term}”这种主体，可用：{known} 等，用“或”“且”连起来")
    return f"entity.{names[term]}"


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    digits = [NUMERALS.index("二" if sign == "两" else sign) for sign in text]
    if 10 not in digits:
        return int("".join(str(digit) for digit in digits))
    ten = digits.index(10)
    tens = digits[ten - 1] if ten else 1
    return tens * 10 + (digits[ten + 1] if ten + 1 < len(digits) else 0)
