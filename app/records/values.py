"""What was filled in beside 是 and 否, in words, and the pictures among it."""

from collections.abc import Iterator
from typing import Any

from app.checklists.answers import Value, pictures_in
from app.documents.rendering import plain

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


def placed_pictures(question: Any, value: Value | None) -> Iterator[tuple[str, str]]:
    """Every picture in a value, and of which line of a group it is; empty outside a group."""
    if question is None or question.type != "group" or not isinstance(value, list):
        yield from ((sha, "") for sha in pictures_in(value))
        return
    rows = [row for row in value if isinstance(row, dict)]
    for n, row in enumerate(rows, start=1):
        for sha in pictures_in([row]):
            yield sha, f"{question.row}{n}"


def _columns(question: Any, row: dict[str, Any]) -> Iterator[str]:
    for column in question.columns:
        value = row.get(column.code)
        if column.type == "photo" and value:
            yield f"{plain(column.text)} {len(value)} 张"
        elif told := labelled(column, value):
            yield told
