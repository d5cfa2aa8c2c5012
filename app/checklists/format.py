"""The form of a checklist version: what `checklists/<id>/v<n>.yaml` may say.

Sections hold items, items hold children; every key is written down here and no other is allowed.
What pydantic cannot see key by key (codes, references, conditions) is in `coherence.py`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")
Unit = Literal["immediate", "workday", "calendar_day", "hour"]
Confidence = Literal["verified", "searched", "high", "med", "low"]
OnFail = Literal[
    "onsite_fix",
    "transfer_to_samr",
    "notify_supervisor",
    "advise_enterprise_stop_or_segregate",
    "no_close_without_samr_review",
    "link_prior_issues",
    "mark_repeat",
]
Consequence = Literal["answer_no", "warn", "unit_office"]

Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Short = Annotated[str, Field(min_length=1, max_length=60)]


class Part(BaseModel):
    """Strict and closed: a misspelt key is an error, not a silence."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _tag(key: str, default: str = "") -> Callable[[Any], str]:
    """Tells the variants of a part apart by one of its keys.

    The prefix keeps the tag from being taken for a key when an error is traced to its line.
    """

    def tag(value: Any) -> str:
        found = value.get(key, default) if isinstance(value, dict) else getattr(value, key, default)
        return f"tag:{found}"

    return tag


class Law(Part):
    """A law or standard the items rest on."""

    title: Sentence
    version: Sentence
    confidence: Sentence = Field(description="可信度说明：哪些核对过原文，哪些凭记忆")
    note: Sentence | None = None
    region: str | None = Field(default=None, pattern=r"^\d{6}$", description="地方法规的区划代码")


class Basis(Part):
    """One clause behind an item, and how far its number can be trusted."""

    law: str = Field(description="laws 里的代号")
    article: Sentence
    confidence: Confidence


class Deadline(Part):
    """Time to rectify, counted from the day after the visit."""

    value: int = Field(ge=0, le=365)
    unit: Unit


class PhotoNeed(Part):
    """Why a photo is necessary as evidence of 否 (国办函〔2026〕12号: none without need)."""

    reason: Annotated[str, Field(min_length=4, max_length=60)]


class OnAnswer(Part):
    """Show a child only when its item is answered 否."""

    answer: Literal["no"]


class OnChild(Part):
    """Show a child only when a choice beside it was made."""

    child: str
    one_of: list[Short] = Field(min_length=1)


def _show_tag(value: Any) -> str:
    if isinstance(value, str):
        return "tag:always"
    keys = value if isinstance(value, dict) else type(value).model_fields
    return "tag:child" if "child" in keys else "tag:answer"


Show = Annotated[
    Annotated[Literal["always"], Tag("tag:always")]
    | Annotated[OnAnswer, Tag("tag:answer")]
    | Annotated[OnChild, Tag("tag:child")],
    Discriminator(_show_tag),
]


class Rule(Part):
    """What an answered child entails; `text` is the sentence shown to the person filling in."""

    then: Consequence
    text: Sentence


class Above(Rule):
    """The number is larger than `number`."""

    when: Literal["above"]
    number: float


class BeforeToday(Rule):
    """The date is past."""

    when: Literal["before_today"]


class WithinDays(Rule):
    """The date is today or at most `days` days ahead."""

    when: Literal["within_days"]
    days: int = Field(ge=1, le=366)


class Chosen(Rule):
    """The option was chosen."""

    when: Literal["chosen"]
    option: Short


DateRule = Annotated[
    Annotated[BeforeToday, Tag("tag:before_today")] | Annotated[WithinDays, Tag("tag:within_days")],
    Discriminator(_tag("when")),
]


class BaseChild(Part):
    """A question under an item."""

    code: str = Field(pattern=r"^[A-Z]{4}-[A-Z]\d{2}[a-z]$")
    text: Sentence
    show: Show = "always"
    optional: bool = False


class TextChild(BaseChild):
    """A short text."""

    type: Literal["text"]
    max_length: int = Field(default=200, ge=1, le=2000)
    format: (
        Literal[
            "sc_license_or_register",
            "jy_license_or_record",
            "jy_license_or_register",
            "special_food_reg_no",
        ]
        | None
    ) = Field(default=None, description="编号样式，不符只提示、不阻拦")
    prefill: Literal["entity.license_no"] | None = None
    pii: bool = Field(default=False, description="个人信息，展示与导出时遮挡")


class NumberChild(BaseChild):
    """A number in a named unit."""

    type: Literal["number"]
    min: float | None = None
    max: float | None = None
    unit: Annotated[str, Field(min_length=1, max_length=6)] | None = None
    whole: bool = Field(default=False, description="只能填整数")
    binds: Literal["entity.diners"] | None = Field(
        default=None, description="据此核对主体登记的每餐次用餐（供餐）人数"
    )
    rules: list[Above] = []


class DateChild(BaseChild):
    """A day."""

    type: Literal["date"]
    max: Literal["today"] | None = None
    prefill: Literal["entity.license_valid_to"] | None = None
    rules: list[DateRule] = []


class ChoiceChild(BaseChild):
    """One, or with `multiple` several, of the options."""

    type: Literal["choice"]
    options: list[Short] = Field(min_length=2)
    multiple: bool = False
    binds: Literal["entity.stage"] | None = Field(
        default=None, description="以本次答案为准决定后面显示生产环节还是销售环节"
    )
    rules: list[Chosen] = []


class PhotoChild(BaseChild):
    """Photos beside those of the item itself."""

    type: Literal["photo"]
    max_count: int = Field(default=3, ge=1, le=9)


class IssueReviewChild(BaseChild):
    """The entity's earlier issues, answered one by one as the visit's `rechecks`."""

    type: Literal["issue_review"]


Child = Annotated[
    Annotated[TextChild, Tag("tag:text")]
    | Annotated[NumberChild, Tag("tag:number")]
    | Annotated[DateChild, Tag("tag:date")]
    | Annotated[ChoiceChild, Tag("tag:choice")]
    | Annotated[PhotoChild, Tag("tag:photo")]
    | Annotated[IssueReviewChild, Tag("tag:issue_review")],
    Discriminator(_tag("type")),
]


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
    on_fail: list[OnFail] = []
    needs_professional: bool = False
    optional: bool = False


class YesNoItem(BaseItem):
    """Answered 是, 否 or, where allowed, 不适用."""

    type: Literal["yes_no_na"] = "yes_no_na"
    allow_na: bool = True
    photo_on_fail: PhotoNeed | None = None
    children: list[Child] = []


class TextItem(BaseItem):
    """A remark; it never opens an issue."""

    type: Literal["text"]
    max_length: int = Field(ge=1, le=2000)


Item = Annotated[
    Annotated[YesNoItem, Tag("tag:yes_no_na")] | Annotated[TextItem, Tag("tag:text")],
    Discriminator(_tag("type", "yes_no_na")),
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
    laws: dict[str, Law]
    sections: list[Section] = Field(min_length=1)

    def items(self) -> list[YesNoItem | TextItem]:
        """All items in the order they are shown."""
        return [item for section in self.sections for item in section.items]
