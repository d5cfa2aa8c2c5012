"""Orders about people on the wire: who leaves, who follows, who stands in."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from app.changes.wire import ClockShown, EntityOfChange, Order
from app.ledger.orders import Storable
from app.regions.models import Level

Why = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200), Storable
]


class NewDeparture(Order):
    """离任: from `on` the cadre answers for nothing; who follows, or nobody for now."""

    id: UUID
    cadre_id: UUID
    on: date
    reason: Why
    successor_id: UUID | None = None


class NewStandIn(Order):
    """代理: `cadre_id` stands in for `absent_id` from `first` to `last`, both included."""

    id: UUID
    absent_id: UUID
    cadre_id: UUID
    first: date
    last: date
    reason: Why


class Appointment(Order):
    """A cadre is made responsible for entities."""

    entity_ids: list[UUID] = Field(min_length=1, max_length=200)
    cadre_id: UUID


class CadreShort(BaseModel):
    """A cadre by name, post and place."""

    id: UUID
    name: str
    post: str
    level: Level
    place: str


class CadreChoice(CadreShort):
    """A cadre to choose, and how many entities he answers for now."""

    entities: int


class DepartureShown(BaseModel):
    """A departure, carried out or waiting for its day."""

    id: UUID
    cadre: CadreShort
    on: date
    reason: str
    successor: CadreShort | None
    made_by: str
    made_at: datetime
    done_at: datetime | None
    cancelled_at: datetime | None
    entities: int


class StandInShown(BaseModel):
    """A stand-in; `standing` is waiting, running or over."""

    id: UUID
    absent: CadreShort
    cadre: CadreShort
    first: date
    last: date
    reason: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str
    standing: str


VacantWhy = Literal["left", "disabled", "never"]


class Vacancy(BaseModel):
    """An entity that nobody answers for, since when, and who did before."""

    entity: EntityOfChange
    since: date
    clock: ClockShown
    before: str
    """The last cadre's name; empty where there never was one."""
    why: VacantWhy
    """left: nobody follows; disabled: the account is switched off; never: nobody yet."""


class VacancyPage(BaseModel):
    """A page of vacancies, the longest first; `late` counts those beyond 7 working days."""

    items: list[Vacancy]
    next: str | None
    total: int
    late: int


class Appointed(BaseModel):
    """How many entities have a new responsible cadre."""

    entities: int
