"""The form of a checklist version: what `checklists/<id>/v<n>.yaml` may say.

Sections hold items (`items.py`), items hold children (`questions.py`), both say of their answers
what `fields.py` allows; every key is written down there and no other is allowed. What pydantic
cannot see key by key (codes, references, conditions) is in `coherence.py`.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from app.checklists.fields import (
    Above,
    BarcodeField,
    BeforeToday,
    Below,
    ChoiceField,
    Chosen,
    Column,
    Consequence,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    Rule,
    SignatureField,
    TextField,
    WithinDays,
)
from app.checklists.items import (
    BarcodeItem,
    BaseItem,
    Check,
    ChoiceItem,
    DateItem,
    Deadline,
    GroupItem,
    Item,
    JudgedItem,
    NumberItem,
    OnFail,
    PhotoItem,
    PhotoNeed,
    SignatureItem,
    TextItem,
    ValueItem,
    YesNoItem,
)
from app.checklists.laws import Basis, Law
from app.checklists.parts import SEVERITIES, Confidence, Part, Sentence, Severity, Short
from app.checklists.questions import (
    BarcodeChild,
    Child,
    ChoiceChild,
    DateChild,
    GroupChild,
    IssueReviewChild,
    NumberChild,
    OnAnswer,
    OnChild,
    OnCondition,
    PhotoChild,
    SignatureChild,
    TextChild,
)

__all__ = [
    "SEVERITIES",
    "Above",
    "BarcodeChild",
    "BarcodeField",
    "BarcodeItem",
    "Base",
    "BaseItem",
    "Basis",
    "BeforeToday",
    "Below",
    "Check",
    "Checklist",
    "Child",
    "ChoiceChild",
    "ChoiceField",
    "ChoiceItem",
    "Chosen",
    "Column",
    "Confidence",
    "Consequence",
    "DateChild",
    "DateField",
    "DateItem",
    "Deadline",
    "GroupChild",
    "GroupField",
    "GroupItem",
    "IssueReviewChild",
    "Item",
    "JudgedItem",
    "Law",
    "NumberChild",
    "NumberField",
    "NumberItem",
    "OnAnswer",
    "OnChild",
    "OnCondition",
    "OnFail",
    "PhotoChild",
    "PhotoField",
    "PhotoItem",
    "PhotoNeed",
    "Rule",
    "Section",
    "Severity",
    "SignatureChild",
    "SignatureField",
    "SignatureItem",
    "TextChild",
    "TextField",
    "TextItem",
    "ValueItem",
    "WithinDays",
    "YesNoItem",
]


class Section(Part):
    """A heading with its items."""

    code: str = Field(pattern=r"^[A-Z]{4}-[A-Z]$")
    name: Short
    items: list[Item] = Field(min_length=1)


class Base(Part):
    """The version a local checklist was laid over."""

    id: str
    version: int
    digest: str


class Checklist(Part):
    """One version of a checklist."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: int = Field(ge=1)
    name: Short
    business_type: Literal["production", "circulation", "catering", "special"]
    base: Base | None = Field(default=None, description="由系统写入：地方版所依据的上级版本")
    region: str | None = Field(
        default=None, pattern=r"^\d{6}$", description="只用于这个区划；不写就是都用"
    )
    valid_from: date
    valid_to: date | None = None
    note: Sentence = Field(description="这份表的性质和使用前提")
    kinds: list[Short] = Field(min_length=1, description="适用的业态")
    laws: dict[str, Law] = Field(
        default={},
        description="laws.yaml 里没有的法规，或发布时的说法；代号与 laws.yaml 相同的以后者为准",
    )
    sections: list[Section] = Field(min_length=1)

    def items(self) -> list[YesNoItem | TextItem | ValueItem]:
        """All items in the order they are shown."""
        return [item for section in self.sections for item in section.items]
