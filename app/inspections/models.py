"""督导记录: what a visit found, as the phone sent it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field

from app.db import Json, Utc
from app.regions.scope import InRegion


class Inspection(InRegion, table=True):
    """One submitted visit. Its id and content come from the phone and never change."""

    __table_args__ = (
        Index("ix_inspection_entity_received", "entity_id", "received_at"),
        Index("ix_inspection_city_received", "city_code", "received_at", "id"),
        Index("ix_inspection_county_received", "county_code", "received_at", "id"),
        Index("ix_inspection_town_received", "town_code", "received_at", "id"),
        Index("ix_inspection_city_finished", "city_code", "finished_at", "id"),
        Index("ix_inspection_county_finished", "county_code", "finished_at", "id"),
        Index("ix_inspection_cadre_received", "cadre_id", "received_at"),
        Index("uq_inspection_corrects", "corrects", unique=True),
    )

    id: UUID = Field(primary_key=True)
    digest: str = Field(max_length=64)
    """sha256 of the canonical content without `device_now`; another one here is a conflict."""
    receipt_no: str = Field(unique=True, max_length=32)
    entity_id: UUID = Field(foreign_key="entity.id")
    cadre_id: UUID = Field(foreign_key="account.id")
    drafted_by: UUID | None = None
    signed_by: UUID
    stands_for: UUID | None = None
    """代理: the cadre who answers for the entity, and whom the signer stood in for."""
    assignment_level: str = Field(max_length=10)
    checklist_id: str = Field(max_length=40)
    checklist_version: int
    checklist_digest: str = Field(max_length=64)
    modules: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    period: str = Field(max_length=8)
    late: bool = False
    """补录: received after the period it counts for."""
    mode: str = Field(max_length=10)
    outcome: str = Field(max_length=12)
    started_at: datetime = Field(sa_type=Utc)
    finished_at: datetime = Field(sa_type=Utc)
    device_now: datetime = Field(sa_type=Utc)
    received_at: datetime = Field(sa_type=Utc)
    skew_s: int = 0
    """Phone's clock minus ours at receipt, seconds."""
    device_started_at: datetime | None = Field(default=None, sa_type=Utc)
    device_finished_at: datetime | None = Field(default=None, sa_type=Utc)
    """As the phone's clock had it; `started_at` and `finished_at` are ours."""
    device_skew_s: int | None = None
    """Phone's clock minus ours when the visit ended, as far as the phone knew."""
    profile: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    answers: list[dict[str, Any]] = Field(sa_type=Json)
    rechecks: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    participants: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    signatures: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    statement: str = ""
    photos: list[str] = Field(default_factory=list, sa_type=Json)
    """Of the premises, when no visit was possible."""
    conclusion: str = Field(max_length=12)
    """none | minor | major | critical | not_done."""
    remarks: list[str] = Field(default_factory=list, sa_type=Json)
    """What a reviewer should look at: excess_na, profile_differs, …"""
    issue_count: int = 0
    receipt: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """The issues as the receipt named them: a replay says the same, whatever came after."""
    corrects: UUID | None = None
    """The record whose place this one takes; of two sent at once the key lets one in."""
    correction_reason: str = ""
    signer_changed: list[str] = Field(
        default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": "[]"}
    )
    """Items that the signer answered otherwise than his assistant had drafted them."""
    heading: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    """Names as they stood at receipt: the printed record says them for good.  Empty before."""


class InspectionConflict(InRegion, table=True):
    """Other content sent under an id already taken: kept whole, nothing is lost."""

    __tablename__ = "inspection_conflict"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspection_id: UUID = Field(index=True)
    entity_id: UUID
    account_id: UUID
    digest: str = Field(max_length=64)
    body: dict[str, Any] = Field(sa_type=Json)
    received_at: datetime = Field(sa_type=Utc)
