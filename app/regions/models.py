"""The managing tree of divisions, and the units (所、局、办) that work in it."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from app.db import words


class Level(StrEnum):
    """Levels of the tree, top down."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class Region(SQLModel, table=True):
    """A division in the managing tree; `code` is 12 digits, zero-padded, and `level` explicit."""

    code: str = Field(primary_key=True, max_length=12)
    level: Level = Field(sa_type=words(Level))
    name: str = Field(max_length=60)
    parent_code: str | None = Field(default=None, foreign_key="region.code", max_length=12)
    path_name: str = Field(max_length=200)
    """Full name from the city down: 济南市历下区泉城路街道."""
    city_code: str | None = Field(default=None, max_length=12)
    county_code: str | None = Field(default=None, max_length=12)
    town_code: str | None = Field(default=None, max_length=12)
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = Field(default=None, max_length=12)


class UnitKind(StrEnum):
    """What an issue can be handed to."""

    STATION = "station"
    BUREAU = "bureau"
    OFFICE = "office"


class Unit(SQLModel, table=True):
    """市场监管所 (a town), 市场监管局 (a county or city) or 食药安办 (county and up)."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80)
    kind: UnitKind = Field(sa_type=words(UnitKind))
    region_code: str = Field(foreign_key="region.code", max_length=12, index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="unit.id")
    phone: str = Field(default="", max_length=20)
