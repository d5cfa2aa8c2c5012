"""A visit on the wire: what a phone sends, and the receipt it gets (names fixed for good)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.checklists import answers
from app.checklists.profile import Level

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Photos = Annotated[list[Sha256], Field(max_length=9)]
Mode = Literal["onsite", "group", "briefing", "video"]
Outcome = Literal["done", "closed_door", "suspended", "refused", "not_found", "not_food"]


class Wire(BaseModel):
    """Closed: a key nobody knows is refused with its pointer instead of being lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChecklistRef(Wire):
    """A checklist version, pinned when the draft began."""

    id: str = Field(max_length=40)
    version: int = Field(ge=1, le=10_000)


class Answer(answers.Answer):
    """One answered item; photos by their sha256, texts as long as the ledger keeps them."""

    note: str = Field(default="", max_length=1000)
    severity_reason: str | None = Field(default=None, max_length=300)
    # Factories: a default that is a list is copied deep for each answer.
    photos: Photos = Field(default_factory=list)
    photos_after: Photos = Field(default_factory=list)
    children: dict[str, answers.ChildValue] = Field(default_factory=dict, max_length=40)


class Recheck(answers.Recheck):
    """How an earlier issue was found on this visit; photos by their sha256."""

    issue_id: str = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    note: str = Field(default="", max_length=1000)
    photos: Photos = Field(default=[])

    @property
    def issue(self) -> UUID:
        """The earlier issue."""
        return UUID(self.issue_id)


class Participant(Wire):
    """Who was there."""

    role: Literal["cadre", "assistant", "regulator", "enterprise", "other"]
    name: str = Field(min_length=1, max_length=40)
    post: str = Field(default="", max_length=80)


class Signatures(Wire):
    """Pictures of signatures by sha256; who would not sign is said so."""

    cadre: Sha256 | None = None
    enterprise: Sha256 | None = None
    enterprise_refused: bool = False
    refusal_reason: str | None = Field(default=None, max_length=300)


class ProfileSeen(Wire):
    """The entity as the phone knew it, which decides what the person was asked."""

    flags: list[str] | dict[str, Any] = Field(default=[], max_length=80)
    kind: str | None = Field(default=None, max_length=40)
    stage: str | None = Field(default=None, max_length=40)
    grade: str | None = Field(default=None, max_length=1)
    level: Level
    has_prior_issues: bool = False


class VisitContent(Wire):
    """What is filled in of a visit, by whoever will sign it or for him."""

    entity_id: UUID
    checklist: ChecklistRef
    modules: list[ChecklistRef] = Field(default=[], max_length=3)
    mode: Mode
    outcome: Outcome
    started_at: AwareDatetime
    answers: list[Answer] = Field(default=[], max_length=300)
    rechecks: list[Recheck] = Field(default=[], max_length=100)
    participants: list[Participant] = Field(default=[], max_length=20)
    signatures: Signatures = Signatures()
    statement: str = Field(default="", max_length=1000)
    photos: Photos = []
    """Of the premises, when no visit was possible: the closed door."""
    profile: ProfileSeen | None = None


class InspectionBody(VisitContent):
    """What a phone sends with `PUT /api/v1/inspections/{uuid}`."""

    finished_at: AwareDatetime
    device_now: AwareDatetime
    device_skew_s: int | None = Field(default=None, ge=-(2**31), lt=2**31)
    """The phone's clock minus ours, at their last exchange before the visit's end."""
    drafted_by: UUID | None = None
    corrects: UUID | None = None
    correction_reason: str = Field(default="", max_length=300)
    """Why an earlier record is corrected; required with `corrects`."""

    def facts(self) -> dict[str, Any]:
        """The content as sent, without what differs from one sending to the next."""
        return self.model_dump(mode="json", exclude={"device_now"}, exclude_unset=True)


class IssueOpened(BaseModel):
    """An issue as the receipt names it; frozen there, whatever becomes of it later."""

    id: UUID
    number: str
    item: str | None
    severity: str
    deadline: date
    deadline_at: datetime | None


class Receipt(BaseModel):
    """Proof of arrival: the same at every replay, but for the media still missing."""

    id: UUID
    receipt_no: str
    received_at: datetime
    issues: list[IssueOpened]
    missing_media: list[str]
