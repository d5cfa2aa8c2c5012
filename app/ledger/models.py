"""问题清单台账: issues, their append-only events, the enterprise's link, the cadre's feedback."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words
from app.ledger.facts import State
from app.regions.scope import InRegion

_OPEN = text("state IN ('registered','assigned','rectifying','reviewing')")


_FILTERED = (
    "state",
    "severity",
    "entity_grade",
    "business_type",
    "listed",
    "returned_count",
    "repeat_of",
)
"""Behind the order of a list: its filters are judged in the index, before any row is fetched."""


def _open_indexes() -> Iterator[Index]:
    for level in (None, "city", "county", "town"):
        place = () if level is None else (f"{level}_code",)
        for name, order, others in (
            ("open", "found_at", ("deadline",)),
            ("due", "deadline", ("found_at",)),
        ):
            yield Index(
                f"ix_issue_{name}_{level or 'province'}",
                *place,
                order,
                "id",
                *_FILTERED,
                *others,
                "deadline_at",
                "paused_since",
                sqlite_where=_OPEN,
                postgresql_where=_OPEN,
            )


class Issue(InRegion, table=True):
    """One row of the ledger. Its state changes in one function only (`ledger.service.move`)."""

    __table_args__ = (
        *_open_indexes(),
        Index("ix_issue_found", "found_at", "id"),
        Index("ix_issue_deadline", "deadline", "id"),
        Index("ix_issue_city_found", "city_code", "found_at", "id"),
        Index("ix_issue_county_found", "county_code", "found_at", "id", *_FILTERED, "deadline"),
        Index("ix_issue_county_due", "county_code", "deadline", "id"),
        Index("ix_issue_town_found", "town_code", "found_at", "id"),
        Index("ix_issue_unit_found", "unit_id", "found_at", "id", "state", "county_code"),
        Index("ix_issue_entity", "entity_id"),
        Index("ix_issue_changed", "changed_at"),
        Index(
            "ix_issue_provisional",
            "id",
            sqlite_where=text("deadline_provisional"),
            postgresql_where=text("deadline_provisional"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    origin: str = Field(max_length=16)
    """visit | station | bureau | office | inspector."""
    inspection_id: UUID | None = Field(default=None, index=True)
    entity_id: UUID
    entity_name: str = Field(max_length=120)
    entity_address: str = Field(default="", max_length=200)
    entity_grade: str = Field(max_length=1)
    entity_kind: str = Field(max_length=40)
    business_type: str = Field(max_length=20)
    item_code: str | None = Field(default=None, max_length=20)
    item_text: str = Field(max_length=300)
    description: str = Field(max_length=1000)
    severity: str = Field(max_length=10)
    severity_given: str = Field(max_length=10)
    """What the checklist proposed; differs where the finder raised or lowered it."""
    severity_reason: str = Field(default="", max_length=300)
    basis: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    requirement: str = Field(default="", max_length=500)
    finder_id: UUID
    finder_name: str = Field(max_length=40)
    finder_post: str = Field(default="", max_length=80)
    found_at: datetime = Field(sa_type=Utc)
    received_at: datetime = Field(sa_type=Utc)
    unit_id: UUID | None = None
    unit_kind: str = Field(default="station", max_length=10)
    handed_at: datetime | None = Field(default=None, sa_type=Utc)
    """When the present unit was given it: 签收 is counted from here."""
    state: State = Field(sa_type=words(State))
    version: int = 1
    deadline_value: int = 0
    deadline_unit: str = Field(default="immediate", max_length=12)
    """immediate | workday | calendar_day | hour: the length set first bounds an extension."""
    deadline: date
    deadline_at: datetime | None = Field(default=None, sa_type=Utc)
    deadline_provisional: bool = False
    original_deadline: date
    notice_due_at: datetime | None = Field(default=None, sa_type=Utc)
    """重大: the two-hour notice clock."""
    fixed_on_site: bool = False
    photo_before: bool = False
    """Found with a photo: its rectification needs one too."""
    awaiting_countersign: bool = False
    closer: str | None = Field(default=None, max_length=60)
    """Whose opinion to close awaits, or has had, the countersignature."""
    extension: dict[str, Any] | None = Field(default=None, sa_type=Json)
    void_proposal: dict[str, Any] | None = Field(default=None, sa_type=Json)
    case_file: dict[str, Any] | None = Field(default=None, sa_type=Json)
    referral: dict[str, Any] | None = Field(default=None, sa_type=Json)
    listing: dict[str, Any] | None = Field(default=None, sa_type=Json)
    listed: bool = False
    """Whether `listing` stands: a plain column to filter by."""
    paused_since: date | None = None
    paused_days: int = 0
    not_fixed: bool = False
    """A recheck on a later visit found it not fixed."""
    repeat_of: UUID | None = None
    returned_count: int = 0
    reopened_count: int = 0
    rectification: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """The latest submission: text, date, by, channel, at, photos."""
    submitted_at: datetime | None = Field(default=None, sa_type=Utc)
    submitters: list[str] = Field(default_factory=list, sa_type=Json)
    """Everybody who ever submitted a rectification (`account:…`, `link:…`): none of them closes."""
    submitted_on_time: bool | None = None
    """Whether the latest submission met the deadline then in force: the enterprise's measure."""
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_on_time: bool | None = None
    """Whether the closure that stands met its deadline: the office's measure."""
    first_closed_at: datetime | None = Field(default=None, sa_type=Utc)
    last_hash: str = Field(default="", max_length=64)
    changed_at: datetime = Field(sa_type=Utc)


class IssueEvent(InRegion, table=True):
    """One step of an issue's life: only ever added, each hash covering the one before."""

    __tablename__ = "issue_event"
    __table_args__ = (UniqueConstraint("issue_id", "seq", name="uq_issue_event_issue_id_seq"),)

    id: UUID = Field(primary_key=True)
    """Made by the caller: the same move sent twice is one event."""
    issue_id: UUID = Field(foreign_key="issue.id")
    entity_id: UUID
    seq: int
    move: str = Field(max_length=24)
    from_state: str | None = Field(default=None, max_length=12)
    to_state: str = Field(max_length=12)
    actor_id: UUID | None = None
    actor_name: str = Field(max_length=40)
    actor_post: str = Field(default="", max_length=80)
    actor_role: str = Field(max_length=12)
    at: datetime = Field(sa_type=Utc)
    device_at: datetime | None = Field(default=None, sa_type=Utc)
    note: str = Field(default="", max_length=2000)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """photos (sha256 list) and the other fields of the order."""
    order_digest: str = Field(max_length=64)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Counter(SQLModel, table=True):
    """The next number of a series such as `issue:370102-2026Q4`."""

    name: str = Field(primary_key=True, max_length=60)
    value: int = 0


class RectifyLink(InRegion, table=True):
    """The enterprise's way to one issue; the token is derived from the id and our secret."""

    __tablename__ = "rectify_link"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    issue_id: UUID = Field(foreign_key="issue.id", index=True)
    entity_id: UUID
    created_by: UUID
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)
    with_code: bool = False
    """A phone of the enterprise is registered: the link opens with a code told by telephone."""
    code_failures: int = 0
    """Wrong codes since the last right one."""
    code_locked_until: datetime | None = Field(default=None, sa_type=Utc)


class Feedback(InRegion, table=True):
    """What the cadre is told when his issue moves (反馈)."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    issue_id: UUID = Field(foreign_key="issue.id", index=True)
    entity_id: UUID
    account_id: UUID = Field(foreign_key="account.id", index=True)
    text: str = Field(max_length=500)
    at: datetime = Field(sa_type=Utc)
    read_at: datetime | None = Field(default=None, sa_type=Utc)


class LedgerView(SQLModel, table=True):
    """A filter of the ledger that its owner named, to come back to."""

    __tablename__ = "ledger_view"

    id: UUID = Field(primary_key=True)
    """Made by the caller: the same view sent again replaces it."""
    owner_id: UUID = Field(foreign_key="account.id", index=True)
    name: str = Field(max_length=30)
    query: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    """Filters by the names they have in the list's address."""
    shared: bool = False
    """Shown to whoever has the owner's role in the owner's region."""
    made_at: datetime = Field(sa_type=Utc)
