"""The ledger as it goes out: one row of the list, and one issue whole."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.ledger.earlier import EarlierShown
from app.ledger.facts import State
from app.ledger.pictures import Picture


class EntityShort(BaseModel):
    """The entity as it was when the issue was found."""

    id: UUID
    name: str
    grade: str
    kind: str
    business_type: str


class RegionShort(BaseModel):
    """The town or the county of an issue."""

    code: str
    name: str


class UnitShort(BaseModel):
    """The unit that has the issue in hand."""

    id: UUID
    name: str
    kind: str


class BeforeAfter(BaseModel):
    """Photos when found, and of the latest rectification."""

    before: list[Picture]
    after: list[Picture]


class IssueRow(BaseModel):
    """One line of the ledger."""

    id: UUID
    number: str
    state: State
    version: int
    severity: str
    item_code: str | None
    item_text: str
    description: str
    entity: EntityShort
    region: RegionShort
    """The town."""
    county: RegionShort
    unit: UnitShort | None
    found_at: datetime
    deadline: date
    deadline_at: datetime | None
    overdue: bool
    days_left: int
    """Working days to the deadline; calendar days past it, negative."""
    escalated: Literal["county", "city"] | None
    """The level it has gone up to: overdue by so many working days, or returned too often."""
    take_on_by: datetime | None
    """交办 or 签收 is due by then; null once a unit has taken it on."""
    take_on_late: bool
    listed: bool
    returned_count: int
    reopened_count: int
    waits: Literal["extension", "void", "countersign"] | None
    """Asked for and not yet answered: more days, to be voided, to be countersigned."""
    fixed_on_site: bool
    repeat: bool
    photos: BeforeAfter
    changed_at: datetime


class PersonShort(BaseModel):
    """Who found it."""

    id: UUID
    name: str
    post: str


class Flags(BaseModel):
    """What stands beside the state."""

    awaiting_countersign: bool
    extension: dict[str, Any] | None
    void_proposal: dict[str, Any] | None
    case_file: dict[str, Any] | None
    referral: dict[str, Any] | None
    listing: dict[str, Any] | None
    paused: bool
    not_fixed: bool
    repeat_of: UUID | None
    fixed_on_site: bool


class OnTime(BaseModel):
    """Judged once on submission and once on closure; null while there is nothing to judge."""

    submitted: bool | None
    closed: bool | None


class RectificationShown(BaseModel):
    """The latest rectification submitted; `channel` tells 企业链接 from 代报."""

    text: str
    date: date
    by: str
    channel: str
    at: datetime
    photos: list[Picture]


class RecheckShown(BaseModel):
    """How a later visit found it."""

    at: datetime
    by: str
    result: str
    note: str
    photos: list[Picture]


class ActorShown(BaseModel):
    """Who took a step."""

    name: str
    post: str
    role: str


class EventShown(BaseModel):
    """One step of the issue's life."""

    id: UUID
    seq: int
    move: str
    move_name: str
    from_: State | None = Field(alias="from", serialization_alias="from")
    to: State
    actor: ActorShown
    at: datetime
    device_at: datetime | None
    note: str
    photos: list[Picture]
    evidence: dict[str, Any]


class NeedShown(BaseModel):
    """One field of the move sheet."""

    field: str
    label: str
    kind: str
    required: bool
    min: int | None = None
    max: int | None = None
    hint: str | None = None
    unit: str | None = None
    """What a number of days is counted in."""


class MoveShown(BaseModel):
    """A move this person may make now."""

    move: str
    name: str
    needs: list[NeedShown]


class FeedbackShown(BaseModel):
    """What this person was told of the issue."""

    id: UUID
    text: str
    at: datetime
    read_at: datetime | None


class Detail(BaseModel):
    """What was answered beneath the item: 品名, 批号 …"""

    text: str
    value: str


class IssueShown(IssueRow):
    """One issue with its history, and what this person may do."""

    severity_given: str
    severity_reason: str
    basis: list[dict[str, Any]]
    requirement: str
    details: list[Detail]
    finder: PersonShort
    received_at: datetime
    original_deadline: date
    provisional: bool
    notice_due_at: datetime | None
    flags: Flags
    rectification: RectificationShown | None
    rechecks: list[RecheckShown]
    inspection_id: UUID | None
    origin: str
    closed_at: datetime | None
    on_time: OnTime
    events: list[EventShown]
    moves: list[MoveShown]
    feedback: list[FeedbackShown]
    photos_pending: int
    earlier: EarlierShown | None
    """Where it is a repeat: what it goes back to."""
