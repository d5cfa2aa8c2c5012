"""频次规则 on the wire: a rule, its end, and what either changes."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.assignments.rules import Cycle
from app.changes.wire import Order
from app.entities.service import BusinessType

Grade = Literal["A", "B", "C", "D"]


class NewRule(Order):
    """So many visits in each quarter, half or year; what is left out holds for all."""

    id: UUID
    region_code: Annotated[str, Field(pattern=r"^\d{12}$")]
    grade: Grade | None = None
    business_type: BusinessType | None = None
    risk_level: Grade | None = None
    times: Annotated[int, Field(ge=1, le=12)] = 1
    period: Cycle = "quarter"
    valid_from: date
    """First day of one of its cycles."""
    valid_to: date | None = None
    """Last day of one of its cycles."""


class EndOrder(Order):
    """The last day a rule holds; the day before its first withdraws it."""

    valid_to: date


class RuleShown(BaseModel):
    """A rule and where it holds; `own` for the office that may end it."""

    id: UUID
    region_code: str
    region: str
    grade: Grade | None
    business_type: BusinessType | None
    risk_level: Grade | None
    times: int
    period: Cycle
    valid_from: date
    valid_to: date | None
    own: bool


class Effect(BaseModel):
    """Visits owed in a cycle: as the rules stand, and as they would."""

    grade: str
    entities: int
    now: int
    then: int


class EffectShown(BaseModel):
    """What a change of the rules comes to in the first cycle it touches."""

    first: date
    last: date
    grades: list[Effect]
    now: int
    then: int
    running: bool
    """The cycle has begun: what is owed already stays owed, more is added."""
