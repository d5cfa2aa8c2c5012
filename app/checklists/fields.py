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
    prefill: Literal["entity.license_no"] | None = None
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
    rules: list[Above] = Field(default=[])


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
