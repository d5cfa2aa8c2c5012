"""What an answer still lacks before the visit may be signed, one sentence each.

Twin of `pwa/src/domain/checklist-missing.ts`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.checklists.answers import Answer, trimmed
from app.checklists.children import fault, is_asked_on, is_blank
from app.checklists.items import JudgedItem, TextItem, YesNoItem
from app.checklists.parts import SEVERITIES
from app.checklists.settling import Settled
from app.checklists.values import may_be_empty

Reason = Literal[
    "answer",
    "na_not_allowed",
    "na_note",
    "note",
    "photo",
    "photo_after",
    "severity_reason",
    "value",
    "value_invalid",
    "child",
    "child_invalid",
    "review",
    "too_long",
]


@dataclass(frozen=True)
class Missing:
    """A gap in the visit, at an item or at one of its children."""

    item: str
    child: str | None
    reason: Reason
    text: str


def missing_in(settled: Settled, today: date) -> list[Missing]:
    """Gaps of one shown item."""
    item, answer = settled.item, settled.answer
    # An earlier issue still open has its own ledger row, with its words and its photo.
    failed = answer.answer == "no" and not settled.still_open
    own = _lacking_for_no(item, answer) if failed else []
    if not isinstance(item, YesNoItem):
        return _lacking_value(item, answer, today) + own
    match answer.answer:
        case None:
            return [] if item.optional else [Missing(item.code, None, "answer", _choices(item))]
        case "na":
            return _lacking_for_na(item, answer)
        case _:
            return own + _lacking_children(item, settled, today)


def missing_text(item: TextItem, answer: Answer) -> list[Missing]:
    """Gaps of a shown text item."""
    if len(answer.note) > item.max_length:
        text = f"最多 {item.max_length} 个字，请缩短"
        return [Missing(item.code, None, "too_long", text)]
    if not item.optional and not trimmed(answer.note):
        return [Missing(item.code, None, "note", "请填写这一项")]
    return []


_ASKED = {
    "number": "请填写数字",
    "date": "请选择日期",
    "choice": "请选一项",
    "photo": "请拍照",
    "signature": "请签名",
    "barcode": "请扫码，或输入号码",
    "group": "请至少填一行",
}


def _lacking_value(item: JudgedItem, answer: Answer, today: date) -> list[Missing]:
    value = answer.value
    if value is None or is_blank(value):
        if item.optional or may_be_empty(item):
            return []
        return [Missing(item.code, None, "value", _ASKED[getattr(item, "type", "number")])]
    wrong = fault(item, value, today)
    return [Missing(item.code, None, "value_invalid", wrong)] if wrong else []


def _choices(item: YesNoItem) -> str:
    if item.allow_na or item.needs_professional:
        return "请选择“是”“否”或“不适用”"
    return "请选择“是”或“否”"


def _lacking_for_na(item: YesNoItem, answer: Answer) -> list[Missing]:
    if not item.allow_na and not item.needs_professional:
        text = "这一项不能答“不适用”，请改选“是”或“否”"
        return [Missing(item.code, None, "na_not_allowed", text)]
    if trimmed(answer.note):
        return []
    # Who cannot judge an item must say so: silence would hide it from the professional.
    if item.needs_professional:
        text = "请写明原因，看不懂的写“需专业人员核查”"
        return [Missing(item.code, None, "na_note", text)]
    if item.when is None:
        return [Missing(item.code, None, "na_note", "请用一句话说明为什么不适用")]
    return []


def _lacking_for_no(item: JudgedItem, answer: Answer) -> list[Missing]:
    found = []
    if not trimmed(answer.note):
        found.append(Missing(item.code, None, "note", "请写明发现的问题"))
    if not answer.photos and answer.fixed_on_site:
        found.append(Missing(item.code, None, "photo", "当场整改要有整改前的照片，请补上"))
    elif not answer.photos and item.photo_on_fail:
        found.append(Missing(item.code, None, "photo", f"请拍照：{item.photo_on_fail.reason}"))
    if answer.fixed_on_site and not answer.photos_after:
        found.append(Missing(item.code, None, "photo_after", "当场整改要有整改后的照片，请补拍"))
    severity = answer.severity or item.severity
    lowered = SEVERITIES.index(severity) < SEVERITIES.index(item.severity)
    if lowered and not trimmed(answer.severity_reason or ""):
        text = "下调了严重程度，请写明理由"
        found.append(Missing(item.code, None, "severity_reason", text))
    return found


def _lacking_children(item: YesNoItem, settled: Settled, today: date) -> list[Missing]:
    found = []
    given = settled.answer
    for child in settled.children:
        value = given.children.get(child.code)
        if child.type == "issue_review" and not settled.reviewed:
            text = "请逐条复核以前的问题"
            found.append(Missing(item.code, child.code, "review", text))
        elif value is not None and not is_blank(value) and (wrong := fault(child, value, today)):
            found.append(Missing(item.code, child.code, "child_invalid", wrong))
        elif is_blank(value) and is_asked_on(item, child, given.answer):
            text = f"请填写“{child.text}”"
            found.append(Missing(item.code, child.code, "child", text))
    return found
