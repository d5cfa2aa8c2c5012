"""What one question of a kind may say of its answer: lengths, ranges, options, and what follows."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from app.checklists.parts import Part, Sentence, Short, tagged

Consequence = Literal["answer_no", "warn", "unit_office"]


class Rule(Part):
    """What an answered question entails; `text` is the sentence shown to the person filling in."""

    then: Consequence
    text: Sentence


class Above(Rule):
    """The number is larger than `number`."""

    when: Literal["above"]
    number: float


class Below(Rule):
    """The number is smaller than `number`."""

    when: Literal["below"]
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


NumberRule = Annotated[
    Annotated[Above, Tag("tag:above")] | Annotated[Below, Tag("tag:below")],
    Discriminator(tagged("when")),
]
DateRule = Annotated[
    Annotated[BeforeToday, Tag("tag:before_today")] | Annotated[WithinDays, Tag("tag:within_days")],
    Discriminator(tagged("when")),
]


class TextField(Part):
    """A short text."""

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
    prefill: Literal["entity.license_no", "entity.name", "entity.uscc", "entity.address"] | None = (
        Field(default=None, description="登记信息里已有的，填表时带出来")
    )
    pii: bool = Field(default=False, description="个人信息，展示与导出时遮挡")


class NumberField(Part):
    """A number in a named unit."""

    min: float | None = None
    max: float | None = None
    unit: Annotated[str, Field(min_length=1, max_length=6)] | None = None
    whole: bool = Field(default=False, description="只能填整数")
    binds: Literal["entity.diners"] | None = Field(
        default=None, description="据此核对主体登记的每餐次用餐（供餐）人数"
    )
    rules: list[NumberRule] = Field(default=[])


class DateField(Part):
    """A day."""

    max: Literal["today"] | None = None
    prefill: Literal["entity.license_valid_to"] | None = None
    rules: list[DateRule] = Field(default=[])


class ChoiceField(Part):
    """One, or with `multiple` several, of the options."""

    options: list[Short] = Field(min_length=2)
    multiple: bool = False
    binds: Literal["entity.stage"] | None = Field(
        default=None, description="以本次答案为准决定后面显示生产环节还是销售环节"
    )
    rules: list[Chosen] = Field(default=[])


class PhotoField(Part):
    """Photos of something."""

    max_count: int = Field(default=3, ge=1, le=9)


class SignatureField(Part):
    """Somebody's signature, drawn on the phone and kept as a picture."""

    who: Short = Field(description="谁来签，如“食品安全总监”")


class BarcodeField(Part):
    """A bar code or QR code, scanned or typed."""

    max_length: int = Field(default=60, ge=1, le=300)


class BaseColumn(Part):
    """A question asked once in every line of a group."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")
    text: Sentence
    optional: bool = False


class TextColumn(BaseColumn, TextField):
    """A short text."""

    type: Literal["text"]


class NumberColumn(BaseColumn, NumberField):
    """A number in a named unit."""

    type: Literal["number"]


class DateColumn(BaseColumn, DateField):
    """A day."""

    type: Literal["date"]


class ChoiceColumn(BaseColumn, ChoiceField):
    """One or several of the options."""

    type: Literal["choice"]


class BarcodeColumn(BaseColumn, BarcodeField):
    """A bar code or QR code."""

    type: Literal["barcode"]


class PhotoColumn(BaseColumn, PhotoField):
    """Photos of what the line is about."""

    type: Literal["photo"]


Column = Annotated[
    Annotated[TextColumn, Tag("tag:text")]
    | Annotated[NumberColumn, Tag("tag:number")]
    | Annotated[DateColumn, Tag("tag:date")]
    | Annotated[ChoiceColumn, Tag("tag:choice")]
    | Annotated[BarcodeColumn, Tag("tag:barcode")]
    | Annotated[PhotoColumn, Tag("tag:photo")],
    Discriminator(tagged("type")),
]


class GroupField(Part):
    """Questions asked again for each thing looked at: 抽查的每种商品 …"""

    row: Short = Field(description="一行叫什么，如“商品”")
    columns: list[Column] = Field(min_length=1, max_length=12)
    min_rows: int = Field(default=1, ge=0, le=50)
    max_rows: int = Field(default=10, ge=1, le=50)
