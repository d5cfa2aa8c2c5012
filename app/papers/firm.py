"""What 责任清单 says of an enterprise, whoever covers it."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from app.entities.models import Entity


class Firm(BaseModel):
    """One enterprise of the list."""

    entity_id: UUID
    entity_name: str
    grade: str
    business_type: str
    address: str


FIRM: tuple[Any, ...] = (
    col(Entity.id),
    col(Entity.name),
    col(Entity.baobao_grade),
    col(Entity.business_type),
    col(Entity.address),
)
"""Its columns, in the order of `Firm`."""


def within(region: str) -> ColumnElement[bool]:
    """Whether an enterprise lies in a place."""
    places = (Entity.region_code, Entity.town_code, Entity.county_code, Entity.city_code)
    return or_(*(col(place) == region for place in places))
