"""What a phone hands over to be kept, and what offices and administrators are shown of it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.quarantine.models import Fate

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Kind = Literal["inspection", "move", "issue", "handing"]
Reason = Literal["account_ended", "refused"]


class KeepOrder(BaseModel):
    """A record that could not be handed in, as it lies on the phone; its body is not judged."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    subject: str = Field(max_length=80)
    title: str = Field(max_length=120)
    body: dict[str, Any]
    problem: dict[str, Any] | None = None
    """The refusal it met; none where the account had ended."""
    photos: list[Sha256] = Field(default=[], max_length=600)
    made_at: AwareDatetime
    device_now: AwareDatetime
    app: str = Field(default="", max_length=40)

    def facts(self) -> dict[str, Any]:
        """What tells one content from another, whatever differs between two sendings."""
        return {"kind": self.kind, "subject": self.subject, "body": self.body}


class KeptReceipt(BaseModel):
    """Proof that the server keeps it: the same at every repeat, but for the photos to come."""

    id: UUID
    receipt_no: str
    received_at: datetime
    missing_media: list[str]


class KeptFate(BaseModel):
    """What became of a kept record, for the phone it came from."""

    id: UUID
    """The record's own id."""
    receipt_no: str
    state: Fate
    handled_at: datetime | None
    note: str
    record_no: str | None
    """Number of the record's own receipt, once it was delivered."""


class Author(BaseModel):
    """Whose record it is."""

    id: UUID
    name: str
    post: str
    disabled: bool


class EntityNamed(BaseModel):
    """The entity it is about, by name."""

    id: UUID
    name: str


class KeptRow(BaseModel):
    """A kept record in the office's list."""

    id: UUID
    kind: Kind
    title: str
    entity: EntityNamed | None
    author: Author
    made_at: datetime
    received_at: datetime
    receipt_no: str
    reason: Reason
    why: str
    photos: int
    photos_arrived: int
    state: Fate
    handled_by: str | None
    handled_at: datetime | None
    note: str
    record_id: UUID
    record_no: str | None


class KeptPage(BaseModel):
    """One page; `next` is the cursor of the following."""

    items: list[KeptRow]
    next: str | None
    total: int
    """How many are waiting."""


class KeptPhoto(BaseModel):
    """A photo of the record, and whether its bytes have arrived."""

    sha256: str
    arrived: bool


class KeptShown(KeptRow):
    """A kept record with everything it holds."""

    subject: str
    body: dict[str, Any]
    media: list[KeptPhoto]


class DeclineOrder(BaseModel):
    """Not taken, and why: the person reads it on the phone."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


class WatchedRow(BaseModel):
    """A kept record as an administrator sees it: who and when, nothing of what it says."""

    id: UUID
    author: str
    username: str
    disabled: bool
    kind: Kind
    reason: Reason
    why: str
    size: int
    photos: int
    made_at: datetime
    received_at: datetime
    state: Fate


class WatchedPage(BaseModel):
    """One page; `next` is the cursor of the following."""

    items: list[WatchedRow]
    next: str | None
    total: int
    """How many are waiting."""
