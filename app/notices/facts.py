"""What a notice says to anybody who stands before it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.assignments.service import current
from app.clock import shanghai_date
from app.entities.models import BUSINESS_TYPES, Entity, EntityContact
from app.inspections.models import Inspection
from app.inspections.standing import stands
from app.notices.models import Notice
from app.regions.models import Level, Region, Unit, UnitKind

COVERED_BY = {
    Level.CITY: "市级干部包保",
    Level.COUNTY: "区县干部包保",
    Level.TOWN: "镇街干部包保",
    Level.VILLAGE: "村居干部包保",
}
POSTS = {"director": "食品安全总监", "officer": "食品安全员"}
"""The people whom the rules want on the notice; the owner is not among them."""


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
    people: list[Named]
    office_name: str
    office_phone: str
    issuer: str
    last_visit: date | None


def public_facts(session: Session, notice: Notice) -> PublicFacts:
    """What the notice says today, for who covers an entity may have changed since it was hung."""
    entity = session.exec(select(Entity).where(Entity.id == notice.entity_id)).one()
    assignment = current(session, entity.id)
    cadre = session.get(Account, assignment.cadre_id) if assignment else None
    office = _office(session, entity)
    return PublicFacts(
        name=entity.name,
        address=entity.address,
        business_type=BUSINESS_TYPES.get(entity.business_type, ""),
        kind=entity.kind,
        grade=entity.baobao_grade,
        covered_by=COVERED_BY.get(assignment.level, "") if assignment else "",
        cadre_id=cadre.id if cadre else None,
        cadre_name=cadre.name if cadre else "",
        cadre_post=cadre.post if cadre else "",
        people=_people(session, entity.id),
        office_name=office.name if office else "",
        office_phone=office.phone if office else "",
        issuer=office.name if office else _county_office(session, entity),
        last_visit=_last_visit(session, entity.id),
    )


def _people(session: Session, entity_id: UUID) -> list[Named]:
    query = select(EntityContact).where(
        EntityContact.entity_id == entity_id, col(EntityContact.role).in_(POSTS)
    )
    query = query.order_by(col(EntityContact.role), col(EntityContact.id))
    return [Named(found.role, found.name, found.post) for found in session.exec(query)]


def _office(session: Session, entity: Entity) -> Unit | None:
    """The nearest 食药安办: the town's if it has one, else the county's, else the city's."""
    nearest = [entity.town_code, entity.county_code, entity.city_code]
    query = select(Unit).where(Unit.kind == UnitKind.OFFICE, col(Unit.region_code).in_(nearest))
    return min(session.exec(query), key=lambda unit: nearest.index(unit.region_code), default=None)


def _county_office(session: Session, entity: Entity) -> str:
    county = session.get(Region, entity.county_code)
    return f"{county.name}食药安办" if county else "食药安办"


def _last_visit(session: Session, entity_id: UUID) -> date | None:
    """The day of the latest visit that took place."""
    query = (
        select(Inspection.finished_at)
        .where(Inspection.entity_id == entity_id, Inspection.outcome == "done", stands())
        .order_by(col(Inspection.finished_at).desc())
        .limit(1)
    )
    latest = session.exec(query).first()
    return shanghai_date(latest) if latest else None
