"""Documents on the wire: what may be issued, orders, and documents as they are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

State = Literal["to_sign", "to_answer", "answered", "revoked"]
May = Literal["sign", "feedback", "revoke"]


def _text(most: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DocumentOrder(_Order):
    """A document to be issued; `id` is the sender's, so that it may be sent twice."""

    id: UUID
    kind: Annotated[str, Field(max_length=12)]
    issues: list[UUID] = Field(min_length=1, max_length=50)
    addressee: Annotated[str, _text(120)] = ""
    unit_id: UUID | None = None
    with_move: bool = False
    """The issues make the move that goes along, in the same write."""
    fields: dict[Annotated[str, Field(max_length=12)], Annotated[str, _text(2000)]] = Field(
        default={}, max_length=20
    )


class SignOrder(_Order):
    """签收: who signed for it, on which day, how it was handed over."""

    name: Annotated[str, _text(40, 1)]
    on: date
    how: Literal["直接送达", "留置送达", "邮寄送达", "电子送达", "转交送达"] = "直接送达"
    note: Annotated[str, _text(300)] = ""


class FeedbackOrder(_Order):
    """反馈: what was answered, on which day."""

    text: Annotated[str, _text(1000, 2)]
    on: date


class RevokeOrder(_Order):
    """作废, and why."""

    note: Annotated[str, _text(300, 2)]


class FieldOffered(BaseModel):
    """One field of the form, and what stands in it at first."""

    name: str
    label: str
    kind: Literal["line", "text", "date", "time", "choice"]
    most: int
    options: list[str]
    required: bool
    value: str
    hint: str = ""
    """What whoever fills it in has to know."""


class MoveAlong(BaseModel):
    """A move that may be made with the document: of how many issues, and why not."""

    name: str
    issues: int
    why_not: str


class KindOffered(BaseModel):
    """A kind this person may issue for these issues; `why_not` where it does not fit them."""

    code: str
    name: str
    hint: str
    addressee_kind: Literal["entity", "body"]
    addressee: str
    unit_id: UUID | None
    fields: list[FieldOffered]
    along: MoveAlong | None
    why_not: str


class DocumentRow(BaseModel):
    """A document in a list."""

    id: UUID
    kind: str
    name: str
    number: str
    issuer_name: str
    addressee: str
    entity_id: UUID | None
    issued_at: datetime
    issued_by_name: str
    sign_by: date
    signed_on: date | None
    feedback_due: date
    answered_on: date | None
    state: State
    overdue: bool
    """Not signed for, or not answered, though the day has passed."""
    issues: int


class IssueNamed(BaseModel):
    """An issue that a document is about, as far as this person may see it."""

    id: UUID
    number: str
    description: str
    state: str


class FieldShown(BaseModel):
    """A field as it was filled in."""

    label: str
    value: str


class SignedShown(BaseModel):
    """Who signed for it."""

    name: str
    on: date
    how: str
    note: str
    written_by: str


class AnswerShown(BaseModel):
    """What was answered."""

    text: str
    on: date
    written_by: str


class RevokedShown(BaseModel):
    """Why it no longer counts."""

    note: str
    on: date
    by: str


class DocumentShown(DocumentRow):
    """One document, and what this person may write down about it now."""

    named: list[IssueNamed]
    fields: list[FieldShown]
    signed: SignedShown | None
    answer: AnswerShown | None
    revoked: RevokedShown | None
    may: list[May]


class DocumentPage(BaseModel):
    """A keyset page, the newest first."""

    items: list[DocumentRow]
    next: str | None


class DocumentCounts(BaseModel):
    """How many there are of each state within scope."""

    to_sign: int
    to_answer: int
    overdue: int
    answered: int
    revoked: int
    all: int
