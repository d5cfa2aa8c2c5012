"""The lines of a checklist: judged 是/否/不适用, or asking for a value."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from app.checklists.fields import (
    BarcodeField,
    ChoiceField,
    Consequence,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    SignatureField,
)
from app.checklists.laws import Basis
from app.checklists.parts import Part, Sentence, Severity, Unit, tagged
from app.checklists.pictures import Picture
from app.checklists.questions import Child

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


class Check(Part):
    """What an item entails when a condition holds over the entity, this item and those above."""

    when: str
    then: Consequence
    text: Sentence


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
    pictures: list[Picture] = Field(default=[], max_length=3, description="配合怎么查的图片")


class JudgedItem(BaseItem):
    """A line that may come to 否 and then opens an issue."""

    photo_on_fail: PhotoNeed | None = None
    checks: list[Check] = Field(
        default=[], description="条件成立时提示，或判为“否”；条件可引用本条和前面的条目"
    )


class YesNoItem(JudgedItem):
    """Answered 是, 否 or, where allowed, 不适用."""

    type: Literal["yes_no_na"] = "yes_no_na"
    allow_na: bool = True
    children: list[Child] = Field(default=[])


class TextItem(BaseItem):
    """A remark; it never opens an issue."""

    type: Literal["text"]
    max_length: int = Field(ge=1, le=2000)


class NumberItem(JudgedItem, NumberField):
    """Asks for a number; only a rule makes it 否."""

    type: Literal["number"]


class DateItem(JudgedItem, DateField):
    """Asks for a day; only a rule makes it 否."""

    type: Literal["date"]


class ChoiceItem(JudgedItem, ChoiceField):
    """Asks for one or several options; only a rule makes it 否."""

    type: Literal["choice"]


class PhotoItem(JudgedItem, PhotoField):
    """Asks for photos; only a check makes it 否."""

    type: Literal["photo"]


class SignatureItem(JudgedItem, SignatureField):
    """Asks for a signature beside those that end the visit."""

    type: Literal["signature"]


class BarcodeItem(JudgedItem, BarcodeField):
    """Asks for a bar code or QR code."""

    type: Literal["barcode"]


class GroupItem(JudgedItem, GroupField):
    """Asks the same questions for each thing looked at."""

    type: Literal["group"]


ValueItem = NumberItem | DateItem | ChoiceItem | PhotoItem | SignatureItem | BarcodeItem | GroupItem
Item = Annotated[
    Annotated[YesNoItem, Tag("tag:yes_no_na")]
    | Annotated[TextItem, Tag("tag:text")]
    | Annotated[NumberItem, Tag("tag:number")]
    | Annotated[DateItem, Tag("tag:date")]
    | Annotated[ChoiceItem, Tag("tag:choice")]
    | Annotated[PhotoItem, Tag("tag:photo")]
    | Annotated[SignatureItem, Tag("tag:signature")]
    | Annotated[BarcodeItem, Tag("tag:barcode")]
    | Annotated[GroupItem, Tag("tag:group")],
    Discriminator(tagged("type", "yes_no_na")),
]
