"""The questions under an item, and when each is asked."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from app.checklists.fields import (
    BarcodeField,
    ChoiceField,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    SignatureField,
    TextField,
)
from app.checklists.parts import Part, Sentence, Short, tagged


class OnAnswer(Part):
    """Show a child only when its item is answered so."""

    answer: Literal["yes", "no"]


class OnChild(Part):
    """Show a child only when a choice beside it was made."""

    child: str
    one_of: list[Short] = Field(min_length=1)


class OnCondition(Part):
    """Show a child only when a condition holds, over the entity and the items above."""

    when: str


def _show_tag(value: Any) -> str:
    if isinstance(value, str):
        return "tag:always"
    keys = value if isinstance(value, dict) else type(value).model_fields
    return next((f"tag:{key}" for key in ("child", "when") if key in keys), "tag:answer")


Show = Annotated[
    Annotated[Literal["always"], Tag("tag:always")]
    | Annotated[OnAnswer, Tag("tag:answer")]
    | Annotated[OnChild, Tag("tag:child")]
    | Annotated[OnCondition, Tag("tag:when")],
    Discriminator(_show_tag),
]


class BaseChild(Part):
    """A question under an item."""

    code: str = Field(pattern=r"^[A-Z]{4}-[A-Z]\d{2}[a-z]$")
    text: Sentence
    show: Show = "always"
    optional: bool = False


class TextChild(BaseChild, TextField):
    """A short text."""

    type: Literal["text"]


class NumberChild(BaseChild, NumberField):
    """A number in a named unit."""

    type: Literal["number"]


class DateChild(BaseChild, DateField):
    """A day."""

    type: Literal["date"]


class ChoiceChild(BaseChild, ChoiceField):
    """One, or with `multiple` several, of the options."""

    type: Literal["choice"]


class PhotoChild(BaseChild, PhotoField):
    """Photos beside those of the item itself."""

    type: Literal["photo"]


class SignatureChild(BaseChild, SignatureField):
    """Somebody's signature."""

    type: Literal["signature"]


class BarcodeChild(BaseChild, BarcodeField):
    """A bar code or QR code."""

    type: Literal["barcode"]


class GroupChild(BaseChild, GroupField):
    """Questions asked again in every line."""

    type: Literal["group"]


class IssueReviewChild(BaseChild):
    """The entity's earlier issues, answered one by one as the visit's `rechecks`."""

    type: Literal["issue_review"]


Child = Annotated[
    Annotated[TextChild, Tag("tag:text")]
    | Annotated[NumberChild, Tag("tag:number")]
    | Annotated[DateChild, Tag("tag:date")]
    | Annotated[ChoiceChild, Tag("tag:choice")]
    | Annotated[PhotoChild, Tag("tag:photo")]
    | Annotated[SignatureChild, Tag("tag:signature")]
    | Annotated[BarcodeChild, Tag("tag:barcode")]
    | Annotated[GroupChild, Tag("tag:group")]
    | Annotated[IssueReviewChild, Tag("tag:issue_review")],
    Discriminator(tagged("type")),
]
