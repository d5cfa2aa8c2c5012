"""What every part of a checklist file is made of: strictness, words of fixed meaning, lengths."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")
Unit = Literal["immediate", "workday", "calendar_day", "hour"]
Confidence = Literal["verified", "searched", "high", "med", "low"]

Place = tuple[int | str, ...]
"""Keys and indexes from the top of a file."""
Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Short = Annotated[str, Field(min_length=1, max_length=60)]


class Part(BaseModel):
    """Strict and closed: a misspelt key is an error, not a silence."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def tagged(key: str, default: str = "") -> Callable[[Any], str]:
    """Tells the variants of a part apart by one of its keys.

    The prefix keeps the tag from being taken for a key when an error is traced to its line.
    """

    def tag(value: Any) -> str:
        found = value.get(key, default) if isinstance(value, dict) else getattr(value, key, default)
        return f"tag:{found}"

    return tag
