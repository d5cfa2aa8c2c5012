"""What was filled in beside 是 and 否, in words, and the pictures among it."""

import re
from collections.abc import Iterator
from typing import Any

from app.checklists.answers import Value
from app.documents.rendering import plain

_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORDLESS = ("photo", "signature", "issue_review")


def said(question: Any, value: Value | None) -> str:
    """A value as its question means it; empty where a picture says it."""
    if value in (None, "", []) or question.type in _WORDLESS:
        return ""
    if question.type == "group":
        assert isinstance(value, list)
        rows = [row for row in value if isinstance(row, dict)]
        return "；".join(
            f"{question.row}{n}（{'，'.join(_columns(question, row))}）"
            for n, row in enumerate(rows, start=1)
        )
    told = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    unit = getattr(question, "unit", None) or ""
    return plain(told) + ("" if f"（{unit}）" in question.text else unit)


def labelled(question: Any, value: Value | None) -> str:
    """The same after the question's own words."""
    told = said(question, value)
    return f"{plain(question.text).rstrip('。？?')}：{told}" if told else ""


def pictures_in(value: Value | None) -> Iterator[str]:
    """The sha256 of every picture in a value."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            for cell in one.values():
                yield from pictures_in(cell)
        elif isinstance(one, str) and _SHA256.fullmatch(one):
            yield one


def _columns(question: Any, row: dict[str, Any]) -> Iterator[str]:
    for column in question.columns:
        if told := labelled(column, row.get(column.code)):
            yield told
