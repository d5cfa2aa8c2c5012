"""The form of a checklist version: what `checklists/<id>/v<n>.yaml` may say.

Sections hold items, items hold children; every key is written down here and in the three files
this one builds on, and no other is allowed. What pydantic cannot see key by key (codes,
references, conditions) is in `coherence.py`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from app.checklists.fields import (
    Above,
    BeforeToday,
    Chosen,
    Consequence,
    Rule,
    WithinDays,
)
from app.checklists.laws import Basis, Law
from app.checklists.parts import (
    SEVERITIES,
    Confidence,
    Part,
    Sentence,
    Severity,
    Short,
    Unit,
    tagged,
)
from app.checklists.questions import (
    Child,
    ChoiceChild,
    DateChild,
    IssueReviewChild,
    NumberChild,
    OnAnswer,
    OnChild,
    PhotoChild,
    TextChild,
)

__all__ = [
    "SEVERITIES",
    "Above",
    "BaseItem",
    "Basis",
    "BeforeToday",
    "Checklist",
    "Child",
    "ChoiceChild",
    "Chosen",
    "Confidence",
    "Consequence",
    "DateChild",
    "Deadline",
    "IssueReviewChild",
    "Item",
    "Law",
    "NumberChild",
    "OnAnswer",
    "OnChild",
    "PhotoChild",
    "Rule",
    "Section",
    "Severity",
    "TextChild",
    "TextItem",
    "WithinDays",
    "YesNoItem",
]

OnFail = Literal[
    "onsite_fix",
    "transfer_to_samr",
    "notify_supervisor",
    "advise_enterprise_stop_or_segregate",
    "no_close_without_samr_review",
    "link_prior_issues",
    "mark_repeat",
]


class Deadline(Part):
    """Time to rectify, counted from the day after the visit."""

    value: int = Field(ge=0, le=365)
    unit: Unit


class PhotoNeed(Part):
    """Why a photo is necessary as evidence of 否 (国办函〔2026〕12号: none without need)."""

    reason: Annotated[str, Field(min_length=4, max_length=60)]


class BaseItem(Part):
    """A line of the checklist."""

    code: str = Field(pattern=r"^[A-Z]{4}-[A-Z]\d{2}$", description="编号永久有效，不改作他用")
    text: Sentence
    tier: Literal["core", "standard"] = Field(description="core 必查；standard 乡级及以上才显示")
    severity: Severity
    when: str | None = Field(default=None, description="显示条件；不写就是都显示")
    source: Sentence | None = None
    basis: list[Basis] = Field(min_length=1)
    guide: Sentence
    rectify: Sentence
    deadline: Deadline
    on_fail: list[OnFail] = Field(default=[])
    needs_professional: bool = False
    optional: bool = False


class YesNoItem(BaseItem):
    """Answered 是, 否 or, where allowed, 不适用."""

    type: Literal["yes_no_na"] = "yes_no_na"
    allow_na: bool = True
    photo_on_fail: PhotoNeed | None = None
    children: list[Child] = Field(default=[])


class TextItem(BaseItem):
    """A remark; it never opens an issue."""

    type: Literal["text"]
    max_length: int = Field(ge=1, le=2000)


Item = Annotated[
    Annotated[YesNoItem, Tag("tag:yes_no_na")] | Annotated[TextItem, Tag("tag:text")],
    Discriminator(tagged("type", "yes_no_na")),
]


class Section(Part):
    """A heading with its items."""

    code: str = Field(pattern=r"^[A-Z]{4}-[A-Z]$")
    name: Short
    items: list[Item] = Field(min_length=1)


class Checklist(Part):
    """One version of a checklist."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: int = Field(ge=1)
    name: Short
    business_type: Literal["production", "circulation", "catering", "special"]
    valid_from: date
    valid_to: date | None = None
    note: Sentence = Field(description="这份表的性质和使用前提")
    kinds: list[Short] = Field(min_length=1, description="适用的业态")
    laws: dict[str, Law] = Field(
        default={},
        description="laws.yaml 里没有的法规，或发布时的说法；代号与 laws.yaml 相同的以后者为准",
    )
    sections: list[Section] = Field(min_length=1)

    def items(self) -> list[YesNoItem | TextItem]:
        """All items in the order they are shown."""
        return [item for section in self.sections for item in section.items]
