"""The answers of a visit, line by line, in the order and words of the checklist it was made on."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.checklists.answers import Answer, Given
from app.checklists.composing import composed
from app.checklists.format import Checklist, Item
from app.documents.rendering import plain
from app.records.values import labelled, said
from app.records.words import ANSWERS

_WORDS: tuple[tuple[Given, str], ...] = (("yes", "符合"), ("no", "不符合"), ("na", "不适用"))
Lines = list[dict[str, Any]]


def sections(checklists: Sequence[Checklist], answers: Sequence[Answer]) -> Lines:
    """Each section that was asked of, with its lines; numbers run through the whole record."""
    given = {answer.item: answer for answer in answers}
    found, n = [], 0
    for section in composed(checklists).sections if checklists else []:
        asked = [item for item in section.items if item.code in given]
        lines = [_line(n + k, item, given[item.code]) for k, item in enumerate(asked, start=1)]
        n += len(asked)
        if lines:
            found.append({"title": plain(section.name), "rows": lines})
    return found


def questions(checklists: Sequence[Checklist]) -> dict[str, Any]:
    """Every item, and every question beneath one, by its code."""
    items = [item for body in checklists for item in body.items()]
    beneath = [child for item in items for child in getattr(item, "children", [])]
    return {asked.code: asked for asked in [*items, *beneath]}


def numbers(of: Lines) -> dict[str, int]:
    """The number under which each item stands in the record."""
    return {row["code"]: row["n"] for section in of for row in section["rows"]}


def totals(answers: Sequence[Answer]) -> str:
    """合计 20 项：符合 17 项（其中批量符合 8 项），不符合 2 项，不适用 1 项。"""
    counted = Counter(answer.answer for answer in answers if answer.answer)
    together = sum(answer.bulk and answer.answer == "yes" for answer in answers)
    among = {"yes": f"（其中批量符合 {together} 项）"} if together else {}
    each = "，".join(f"{word} {counted[given]} 项{among.get(given, '')}" for given, word in _WORDS)
    return f"合计 {counted.total()} 项：{each}。"


def _line(n: int, item: Item, answer: Answer) -> dict[str, Any]:
    mark, result = ANSWERS.get(answer.answer or "", ("", ""))
    children = getattr(item, "children", [])
    more = [said(item, answer.value)]
    if answer.answer != "no":
        more.append(plain(answer.note))
    more += [labelled(child, answer.children.get(child.code)) for child in children]
    if answer.fixed_on_site:
        more.append("当场整改")
    if answer.bulk and answer.answer == "yes":
        more.append("批量符合")
    return {
        "n": n,
        "code": item.code,
        "text": plain(item.text).rstrip("。"),
        "mark": mark,
        "result": result,
        "more": "；".join(filter(None, more)),
    }
