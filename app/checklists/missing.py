"""What an answer still lacks before the visit may be signed, one sentence each.

Twin of `pwa/src/domain/checklist-missing.ts`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.checklists.answers import Answer
from app.checklists.children import fault, is_asked_on, is_blank
from app.checklists.format import SEVERITIES, Child, YesNoItem

Reason = Literal[
    "answer",
    "na_not_allowed",
    "na_note",
    "note",
    "photo",
    "photo_after",
    "severity_reason",
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


def missing_in(
    item: YesNoItem,
    answer: Answer,
    children: list[Child],
    today: date,
    *,
    reviewed: bool,
    still_open: bool,
) -> list[Missing]:
    """Gaps of one shown item.

    `reviewed`: earlier issues were looked at on this visit; `still_open`: one was not put right,
    so its own ledger row carries the words and the photo.
    """
    match answer.answer:
        case None:
            return [] if item.optional else [Missing(item.code, None, "answer", _choices(item))]
        case "na":
            return _lacking_for_na(item, answer)
        case "yes":
            own: list[Missing] = []
        case "no":
            own = [] if still_open else _lacking_for_no(item, answer)
    return own + _lacking_children(item, answer, children, today, reviewed=reviewed)


def _choices(item: YesNoItem) -> str:
    if item.allow_na or item.needs_professional:
        return "请选择“是”“否”或“不适用”"
    return "请选择“是”或“否”"


def _lacking_for_na(item: YesNoItem, answer: Answer) -> list[Missing]:
    if not item.allow_na and not item.needs_professional:
        text = "这一项不能答“不适用”，请改选“是”或“否”"
        return [Missing(item.code, None, "na_not_allowed", text)]
    if answer.note.strip():
        return []
    # Who cannot judge an item must say so: silence would hide it from the professional.
    if item.needs_professional:
        text = "请写明原因，看不懂的写“需专业人员核查”"
        return [Missing(item.code, None, "na_note", text)]
    if item.when is None:
        return [Missing(item.code, None, "na_note", "请用一句话说明为什么不适用")]
    return []


def _lacking_for_no(item: YesNoItem, answer: Answer) -> list[Missing]:
    found = []
    if not answer.note.strip():
        found.append(Missing(item.code, None, "note", "请写明发现的问题"))
    if not answer.photos and answer.fixed_on_site:
        found.append(Missing(item.code, None, "photo", "当场整改要有整改前的照片，请补上"))
    elif not answer.photos and item.photo_on_fail:
        found.append(Missing(item.code, None, "photo", f"请拍照：{item.photo_on_fail.reason}"))
    if answer.fixed_on_site and not answer.photos_after:
        found.append(Missing(item.code, None, "photo_after", "当场整改要有整改后的照片，请补拍"))
    severity = answer.severity or item.severity
    lowered = SEVERITIES.index(severity) < SEVERITIES.index(item.severity)
    if lowered and not (answer.severity_reason or "").strip():
        text = "下调了严重程度，请写明理由"
        found.append(Missing(item.code, None, "severity_reason", text))
    return found


def _lacking_children(
    item: YesNoItem, answer: Answer, children: list[Child], today: date, *, reviewed: bool
) -> list[Missing]:
    found = []
    for child in children:
        value = answer.children.get(child.code)
        if child.type == "issue_review" and not reviewed:
            text = "请逐条复核以前的问题"
            found.append(Missing(item.code, child.code, "review", text))
        elif value is not None and (wrong := fault(child, value, today)):
            found.append(Missing(item.code, child.code, "child_invalid", wrong))
        elif is_blank(value) and is_asked_on(item, child, answer.answer):
            text = f"请填写“{child.text}”"
            found.append(Missing(item.code, child.code, "child", text))
    return found
