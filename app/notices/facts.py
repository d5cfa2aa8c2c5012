"""What a notice says to anybody who stands before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.assignments.responsible import Responsible, responsible_of
from app.entities.models import BUSINESS_TYPES, Entity, EntityContact, EntityState
from app.notices.models import Notice
from app.notices.quarters import Visited, visits_in
from app.regions.models import Level, Region, Unit, UnitKind

COVERED_BY = {
    Level.CITY: "市级干部包保",
    Level.COUNTY: "区县干部包保",
    Level.TOWN: "镇街干部包保",
    Level.VILLAGE: "村居干部包保",
}
POSTS = {"director": "食品安全总监", "officer": "食品安全员"}
"""The people whom the rules want on the notice; the owner is not among them."""

AT_ONCE = 500
"""Notices whose facts are read together."""


@dataclass(frozen=True)
class Named:
    """One of the enterprise's people, by name and post."""

    role: str
    name: str
    post: str


@dataclass(frozen=True)
class PublicFacts:
    """Names and posts only: no person's number, no score, no open issue."""

    name: str
    address: str
    business_type: str
    kind: str
    grade: str
    covered_by: str
    cadre_id: UUID | None
    cadre_name: str
    cadre_post: str
    office_name: str
    office_phone: str
    issuer: str
    state: EntityState
    people: list[Named] = field(default_factory=list)
    visits: list[Visited] = field(default_factory=list)
    """The visits of one year, quarter by quarter."""


def public_facts(session: Session, notice: Notice, year: int) -> PublicFacts:
    """What the notice says today, for who covers an entity may have changed since it was hung."""
    return facts_of(session, [notice.entity_id], year)[notice.entity_id]


def facts_of(
    session: Session, entity_ids: Iterable[UUID], year: int | None = None
) -> dict[UUID, PublicFacts]:
    """The same for many entities, in a few reads; with a year also that year's visits."""
    found: dict[UUID, PublicFacts] = {}
    wanted = list(dict.fromkeys(entity_ids))
    for start in range(0, len(wanted), AT_ONCE):
        ids = wanted[start : start + AT_ONCE]
        entities = session.exec(select(Entity).where(col(Entity.id).in_(ids))).all()
        cadres = responsible_of(session, ids)
        people = _people(session, ids)
        offices = Offices(session, entities)
        visits = visits_in(session, ids, year) if year else {}
        for entity in entities:
            told = _told(cadres.get(entity.id)) | offices.of(entity)
            found[entity.id] = PublicFacts(
                name=entity.name,
                address=entity.address,
                business_type=BUSINESS_TYPES.get(entity.business_type, ""),
                kind=entity.kind,
                grade=entity.baobao_grade,
                state=entity.state,
                people=people[entity.id],
                visits=visits.get(entity.id, []),
                **told,
            )
    return found


def _told(cadre: Responsible | None) -> dict[str, Any]:
    return {
        "covered_by": COVERED_BY.get(cadre.level, "") if cadre else "",
        "cadre_id": cadre.id if cadre else None,
        "cadre_name": cadre.name if cadre else "",
        "cadre_post": cadre.post if cadre else "",
    }


def _people(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Named]]:
    query = select(EntityContact).where(
        col(EntityContact.entity_id).in_(ids), col(EntityContact.role).in_(POSTS)
    )
    found: dict[UUID, list[Named]] = defaultdict(list)
    for one in session.exec(query.order_by(col(EntityContact.role), col(EntityContact.id))):
        found[one.entity_id].append(Named(one.role, one.name, one.post))
    return found


class Offices:
    """The 食药安办 of some entities: the town's if it has one, else the county's or the city's."""

    def __init__(self, session: Session, entities: Sequence[Entity]) -> None:
        places = {code for entity in entities for code in _around(entity)}
        query = select(Unit).where(
            Unit.kind == UnitKind.OFFICE, col(Unit.region_code).in_(sorted(places))
        )
        # Where two share a place, the same one is chosen each time.
        known = session.exec(query.order_by(col(Unit.name).desc())).all()
        self._units = {unit.region_code: unit for unit in known}
        counties = select(Region).where(col(Region.code).in_({e.county_code for e in entities}))
        self._counties = {region.code: region.name for region in session.exec(counties)}

    def of(self, entity: Entity) -> dict[str, str]:
        """Its name and telephone, and who issues the notice."""
        near = next((self._units[c] for c in _around(entity) if c in self._units), None)
        county = self._counties.get(entity.county_code, "")
        return {
            "office_name": near.name if near else "",
            "office_phone": near.phone if near else "",
            "issuer": near.name if near else f"{county}食药安办",
        }


def _around(entity: Entity) -> tuple[str, str, str]:
    return entity.town_code, entity.county_code, entity.city_code


def shown_on(day: date) -> str:
    """A day as a notice prints it."""
    return f"{day.year}年{day.month}月{day.day}日"
