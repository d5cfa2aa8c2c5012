"""包保主体: the premises a cadre answers for, and the people to call there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Field

from app.db import Json, Utc, words
from app.regions.scope import InRegion

BUSINESS_TYPES = {
    "production": "食品生产",
    "circulation": "食品销售",
    "catering": "餐饮服务",
    "special": "特殊食品",
}


class EntityState(StrEnum):
    """在营, 停业, 歇业, 注销, 吊销, 迁出, 查无下落, 重复."""

    OPEN = "open"
    SUSPENDED = "suspended"
    DORMANT = "dormant"
    DEREGISTERED = "deregistered"
    REVOKED = "revoked"
    MOVED = "moved"
    NOT_FOUND = "not_found"
    DUPLICATE = "duplicate"


class Entity(InRegion, table=True):
    """One premises. `baobao_grade` A is the most important; `risk_level` A the lowest risk."""

    ENTITY_COLUMN = "id"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=120, index=True)
    uscc: str | None = Field(default=None, max_length=18, index=True)
    licence_no: str = Field(default="", max_length=40)
    licence_valid_to: date | None = None
    business_type: str = Field(max_length=20)
    """Main checklist: production circulation catering special."""
    business_types: list[str] = Field(default_factory=list, sa_type=Json)
    kind: str = Field(max_length=40)
    flags: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    baobao_grade: str = Field(max_length=1)
    risk_level: str | None = Field(default=None, max_length=1)
    state: EntityState = Field(default=EntityState.OPEN, sa_type=words(EntityState))
    active_from: date | None = None
    """First day in business, where known: a newcomer owes no visit in a cycle nearly over."""
    geo_region_code: str = Field(max_length=12)
    """地理位置. Who manages it (管理归属) is `region_code`, by which alone rights are judged; in
    functional zones and after a 划转 the two differ."""
    address: str = Field(max_length=200)
    changed_at: datetime = Field(sa_type=Utc, index=True)


class EntityContact(InRegion, table=True):
    """主要负责人 (owner), 食品安全总监 (director), 食品安全员 (officer)."""

    __tablename__ = "entity_contact"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id", index=True)
    role: str = Field(max_length=20)
    name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=20)
