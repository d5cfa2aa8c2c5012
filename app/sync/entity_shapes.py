"""Entities on the wire."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from app.accounts.shown import RegionShown
from app.assignments.responsible import Responsible
from app.entities.models import EntityState


class DueShown(BaseModel):
    """The visit owed in the present quarter."""

    period: str
    due_by: date
    done_at: datetime | None
    inspection_id: UUID | None


class EntityRow(BaseModel):
    """An entity in a list."""

    id: UUID
    name: str
    business_type: str
    business_types: list[str]
    kind: str
    baobao_grade: str
    risk_level: str | None
    state: EntityState
    region: RegionShown
    address: str
    responsible: Responsible | None
    due: DueShown | None
    open_issues: int


class ContactShown(BaseModel):
    """Someone to call; the number is masked for who may not call."""

    role: str
    name: str
    post: str
    phone: str | None


class NoticeCodes(BaseModel):
    """What a phone needs to know the notice on the wall without a network."""

    token: str
    short_code: str


class VisitShown(BaseModel):
    """One of the latest visits."""

    id: UUID
    finished_at: datetime
    receipt_no: str
    issue_count: int
    conclusion: str


class EntityShown(EntityRow):
    """An entity with all that a visit starts from."""

    uscc: str | None
    licence_no: str
    licence_valid_to: date | None
    flags: dict[str, Any]
    contacts: list[ContactShown]
    notices: list[NoticeCodes]
    last_visits: list[VisitShown]
    can_inspect: bool
    standing_in: bool = False
    """代理: another answers for it, and this person visits it in his place."""
    can_draft: bool
    """Whether this person may fill a visit in for the cadre to sign."""
    profile: dict[str, Any]
    changed_at: datetime


class EntityPage(BaseModel):
    """One page; `next` is the cursor of the following, `total` (at most 1000) on the first."""

    items: list[EntityRow]
    next: str | None
    total: int | None
