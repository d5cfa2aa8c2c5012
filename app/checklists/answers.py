"""Answers as phones send them; the shapes of the inspection on the wire."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.checklists.format import Severity

Given = Literal["yes", "no", "na"]
ChildValue = str | int | float | list[str]


class Answer(BaseModel):
    """One answered item; a text item has a note and no answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    item: str = Field(max_length=20)
    answer: Given | None = None
    note: str = Field(default="", max_length=2000)
    photos: list[str] = Field(default=[], max_length=9)
    photos_after: list[str] = Field(default=[], max_length=9)
    severity: Severity | None = None
    severity_reason: str | None = Field(default=None, max_length=500)
    fixed_on_site: bool = False
    children: dict[str, ChildValue] = Field(default={}, max_length=40)


class Recheck(BaseModel):
    """How an earlier issue was found on this visit."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    issue_id: str
    result: Literal["fixed", "not_fixed", "repeated"]
    note: str = Field(default="", max_length=2000)
    photos: list[str] = Field(default=[], max_length=9)
