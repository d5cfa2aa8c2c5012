"""What is shown of a visit: a line in a list, and the whole of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from app.checklists.answers import Answer, Recheck


class Named(BaseModel):
    """A thing by its name."""

    id: UUID
    name: str


class Person(BaseModel):
    """A person by name and post."""

    name: str
    post: str


class InspectionRow(BaseModel):
    """A visit in a list."""

    id: UUID
    receipt_no: str
    entity: Named
    period: str
    late: bool
    mode: str
    outcome: str
    finished_at: datetime
    received_at: datetime
    conclusion: str
    issue_count: int
    cadre: Person
    place: str = ""
    business_type: str | None = None
    """None where the enterprise is no longer in what the reader sees."""
    stands_for: Person | None = None
    """代理: who answered for the entity, and whom `cadre` stood in for."""


class InspectionPage(BaseModel):
    """One page; `next` is the cursor of the following."""

    items: list[InspectionRow]
    next: str | None


class IssueOfVisit(BaseModel):
    """An issue the visit opened, as it stands now."""

    id: UUID
    number: str
    item: str | None
    item_text: str
    description: str
    severity: str
    state: str


class RecheckOfVisit(Recheck):
    """How an earlier issue was found on the visit, and which one it is.

    The names are empty where the issue lies outside what the reader may see.
    """

    number: str = ""
    item_text: str = ""
    description: str = ""


class MediaOfVisit(BaseModel):
    """A photo or signature of the visit, and whether its bytes have arrived."""

    sha256: str
    role: str
    arrived: bool


class ChecklistUsed(BaseModel):
    """The version a visit was filled on."""

    id: str
    version: int
    name: str


class RecordNamed(BaseModel):
    """Another record by its number."""

    id: UUID
    receipt_no: str


class InspectionShown(InspectionRow):
    """A visit with everything it holds."""

    checklist: ChecklistUsed
    modules: list[ChecklistUsed]
    assignment_level: str
    started_at: datetime
    device_now: datetime
    skew_s: int
    device_started_at: datetime | None
    device_finished_at: datetime | None
    device_skew_s: int | None
    profile: dict[str, Any]
    answers: list[Answer]
    rechecks: list[RecheckOfVisit]
    participants: list[dict[str, Any]]
    signatures: dict[str, Any]
    statement: str
    photos: list[str]
    remarks: list[str]
    drafted_by: UUID | None
    drafter: Person | None
    """Who filled it in before `cadre` signed it."""
    signer_changed: list[str]
    """Items that the signer answered otherwise than they were drafted."""
    corrects: UUID | None
    correction_reason: str
    correction_of: RecordNamed | None
    corrected_by: RecordNamed | None
    """The record that took this one's place."""
    may_correct: bool
    issues: list[IssueOfVisit]
    media: list[MediaOfVisit]
