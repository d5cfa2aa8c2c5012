"""What of XLSForm a checklist takes over: types of questions, constraints, relevance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT_BY_THE_SYSTEM = {
    *("start", "end", "today", "deviceid", "username", "phonenumber", "simserial"),
    *("subscriberid", "email", "audit"),
}
"""Who, when and on which phone: a visit records it by itself."""
TOLD_ONLY = {"note"}
REFUSED = {
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "start-geopoint"), "检查表不采集位置，请删去这一行"
    ),
    **dict.fromkeys(("audio", "video", "file", "background-audio"), "只收照片，请改成 image"),
    **dict.fromkeys(("time", "dateTime"), "只收日期，请改成 date"),
    **dict.fromkeys(("calculate", "hidden"), "检查表不做计算，请删去这一行"),
    "rank": "没有排序题，请改成 select_multiple",
    "acknowledge": "请改成 select_one，选项用 yes 和 no",
}
_LIMIT = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*<=\s*(\d+)")
_TODAY = re.compile(r"\.\s*<=\s*today\(\)")
_COMPARED = re.compile(
    r"selected\(\s*\$\{(?P<chosen>[^}]+)\}\s*,\s*(?P<choice>'[^']*'|\"[^\"]*\")\s*\)"
    r"|\$\{(?P<name>[^}]+)\}\s*(?P<order>!=|>=|<=|=|>|<)\s*"
    r"(?P<value>'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?)"
)
_GLUE = re.compile(r"[\s()]|\band\b|\bor\b|\bnot\b")


class RowFault(ValueError):
    """What of a row does not carry over; `column` is the heading of the cell."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column


@dataclass(frozen=True)
class Asked:
    """A question further up, as conditions may speak of it."""

    code: str
    section: str
    judged: bool
    """Whether it is answered 是 or 否."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Names of choices and what is stored for them."""


def why_refused(kind: str) -> str:
    """What to do about a type of question that does not carry over."""
    return REFUSED.get(kind, f"没有“{kind}”这种题，请改成别的题型或删去这一行")


def number_limits(constraint: str, *, whole: bool) -> dict[str, float]:
    """The least and the largest number a constraint allows.  Raises RowFault."""
    limits: dict[str, float] = {}
    for part in re.split(r"\s+and\s+", constraint.strip()) if constraint.strip() else []:
        found = _LIMIT.fullmatch(part.strip().strip("()"))
        if found is None or (found[1] in "<>" and not whole):
            raise RowFault("constraint", f"看不懂约束“{part}”，数字题只收 >= 和 <=")
        step = {">": 1, "<": -1}.get(found[1], 0)
        limits["min" if ">" in found[1] else "max"] = float(found[2]) + step
    return limits


def length_limit(constraint: str) -> dict[str, int]:
    """The longest text a constraint allows.  Raises RowFault."""
    if not constraint.strip():
        return {}
    found = _LENGTH.fullmatch(constraint.strip())
    if found is None:
        raise RowFault("constraint", "文字题只收 string-length(.) <= 数字 这种约束")
    return {"max_length": int(found[1])}


def day_limit(constraint: str) -> dict[str, str]:
    """Whether a day may not lie ahead.  Raises RowFault."""
    if not constraint.strip():
        return {}
    if _TODAY.fullmatch(constraint.strip()) is None:
        raise RowFault("constraint", "日期题只收 . <= today() 这种约束")
    return {"max": "today"}


def answered_so(relevant: str) -> tuple[str, str] | None:
    """The question and the answer that `relevant` asks for, where it asks for nothing else."""
    found = _COMPARED.fullmatch(relevant.strip())
    if found is None or found["order"] not in (None, "="):
        return None
    return (found["chosen"] or found["name"]), _value_of(found)


def condition(relevant: str, asked: Mapping[str, Asked]) -> str:
    """`relevant` in the condition language.  Raises RowFault."""

    def said(found: re.Match[str]) -> str:
        name = found["chosen"] or found["name"]
        order = {"=": "==", None: "=="}.get(found["order"], found["order"])
        if name not in asked:
            raise RowFault("relevant", f"条件里的“{name}”不是前面能引用的题")
        question, value = asked[name], _value_of(found)
        what = "answer" if question.judged else "value"
        if question.options:
            if value not in question.options:
                raise RowFault("relevant", f"“{name}”没有“{value}”这个选项")
            return f"{what}('{question.code}') {order} '{question.options[value]}'"
        number = re.fullmatch(r"-?\d+(\.\d+)?", value)
        return f"{what}('{question.code}') {order} {value if number else repr(value)}"

    if _GLUE.sub("", _COMPARED.sub("", relevant)):
        text = f"看不懂条件“{relevant}”，只收 ${{题名}} 和选项或数字的比较，用 and、or、not 连接"
        raise RowFault("relevant", text)
    return _COMPARED.sub(said, relevant).strip()


def yes_no(choices: list[dict[str, Any]]) -> dict[str, str] | None:
    """The names of choices that mean 是, 否 and 不适用; none where they mean something else."""
    meant = {
        **dict.fromkeys(("yes", "y", "1", "true", "shi", "fuhe"), "yes"),
        **dict.fromkeys(("no", "n", "0", "false", "fou", "bufuhe"), "no"),
        **dict.fromkeys(("na", "n_a", "n/a", "bushiyong"), "na"),
    }
    found = {str(one["name"]): meant.get(str(one["name"]).lower(), "") for one in choices}
    return found if {"yes", "no"} <= set(found.values()) <= {"yes", "no", "na"} else None


def _value_of(found: re.Match[str]) -> str:
    return str(found["choice"] or found["value"]).strip("'\"")
