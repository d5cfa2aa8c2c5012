"""What a visit, or an official outside one, hands to the ledger."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from app.accounts.user import User


@dataclass(frozen=True)
class EntitySnapshot:
    """The entity as it stood when the issue was found; the ledger keeps it as it was."""

    id: UUID
    name: str
    address: str
    grade: str
    kind: str
    business_type: str
    region_code: str
    city_code: str
    county_code: str
    town_code: str


@dataclass(frozen=True)
class Finding:
    """One problem found. `id` is derived, so a replay yields the same issue."""

    id: UUID
    origin: str
    """visit | station | bureau | office | inspector."""
    inspection_id: UUID | None
    entity: EntitySnapshot
    item_code: str | None
    item_text: str
    description: str
    severity: str
    severity_given: str
    """What the checklist proposed."""
    severity_reason: str
    basis: list[dict[str, Any]]
    requirement: str
    deadline_value: int
    deadline_unit: str
    """immediate | workday | calendar_day | hour."""
    found_at: datetime
    """End of the visit, corrected for the phone's skew."""
    received_at: datetime
    finder: User
    device_at: datetime | None = None
    """By the clock of the phone that wrote it down."""
    details: list[dict[str, Any]] = field(default_factory=list)
    """What was answered beneath the item: text, value (品名, 批号 …)."""
    unit_office: bool = False
    """The fault is the 食药安办's own (公示牌): it goes there, apart from the enterprise's."""
    fixed_on_site: bool = False
    photos_before: list[str] = field(default_factory=list)
    photos_after: list[str] = field(default_factory=list)
    repeat_of: UUID | None = None


@dataclass(frozen=True)
class OpenedIssue:
    """What the receipt tells of an issue."""

    id: UUID
    number: str
    item: str | None
    severity: str
    deadline: date
    deadline_at: datetime | None


def issue_id_of(inspection_id: UUID, item_code: str) -> UUID:
    """The id of the issue that a visit opens for an item: the same at every replay."""
    return uuid5(inspection_id, item_code)
