"""The register of 包保主体: taken in with their contacts, and searched."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.entities import codes
from app.entities.codes import Doubt
from app.entities.flags import is_enterprise, requires_director
from app.entities.models import Entity, EntityContact, EntityState
from app.errors import Malformed, NotFound
from app.ids import uuid7
from app.regions.models import Level, Region

BusinessType = Literal["production", "circulation", "catering", "special"]


class EntityNotFound(NotFound, slug="entity-not-found"):
    """No such entity, or outside what this person may see."""

    def __init__(self) -> None:
        super().__init__("没有这家单位，或不在权限范围内，请返回上一页刷新。")


class NewContact(BaseModel):
    """Someone to call at an entity."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    role: Literal["owner", "director", "officer"]
    name: str = Field(min_length=1, max_length=40)
    post: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=20)


class NewEntity(BaseModel):
    """An entity to be registered.

    `flags` hold what is known of it: the names of `checklists/flags.yaml`, `stage`, and the facts
    from which 应配总监 is derived: `scale`, `diners`, `chain_headquarters`.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=120)
    uscc: str | None = None
    licence_no: str = Field(default="", max_length=40)
    licence_valid_to: date | None = None
    business_type: BusinessType
    business_types: list[BusinessType] = []
    kind: str = Field(min_length=1, max_length=40)
    flags: dict[str, bool | str | int] = {}
    baobao_grade: Literal["A", "B", "C", "D"]
    risk_level: Literal["A", "B", "C", "D"] | None = None
    state: EntityState = EntityState.OPEN
    active_from: date | None = None
    region_code: str = Field(pattern=r"^\d{12}$")
    geo_region_code: str | None = Field(default=None, pattern=r"^\d{12}$")
    address: str = Field(min_length=1, max_length=200)
    contacts: list[NewContact] = []


@dataclass(frozen=True)
class Registered:
    """The entity as kept, and what somebody should look at again."""

    entity: Entity
    doubts: list[Doubt]


def register_entity(session: Session, new: NewEntity, at: datetime) -> Registered:
    """Take an entity into the register, in the caller's write.

    A code that fails its check is kept and doubted, for real ones do.  Raises Malformed for a
    division that is not a town or village, and for a resident's ID number in place of a code.
    """
    region = session.get(Region, new.region_code)
    if region is None or region.level not in (Level.TOWN, Level.VILLAGE):
        raise _malformed("/region_code", "没有这个乡镇（街道）或村（社区），请核对区划代码。")
    uscc = codes.normalise(new.uscc or "") or None
    licence = codes.normalise(new.licence_no)
    for pointer, code in (("/uscc", uscc or ""), ("/licence_no", licence)):
        if codes.is_id_number(code):
            raise _malformed(pointer, "这里像是居民身份证号，系统不保存，请改填执照上的代码。")
    if uscc and len(uscc) > 18:
        raise _malformed("/uscc", "统一社会信用代码应为 18 位，请核对执照。")
    place = {
        "region_code": region.code,
        "city_code": region.city_code,
        "county_code": region.county_code,
        "town_code": region.town_code,
    }
    derived: dict[str, Any] = {
        "id": uuid7(),
        "uscc": uscc,
        "licence_no": licence,
        "business_types": list(dict.fromkeys([new.business_type, *new.business_types])),
        "flags": _flags(new, uscc),
        "geo_region_code": new.geo_region_code or region.code,
        "changed_at": at,
        **place,
    }
    entity = Entity.model_validate(new.model_dump(exclude={"contacts"}), update=derived)
    session.add(entity)
    session.flush()
    for contact in new.contacts:
        phone = codes.normalise(contact.phone)
        row = {"id": uuid7(), "entity_id": entity.id, "phone": phone, **place}
        session.add(EntityContact.model_validate(contact.model_dump(), update=row))
    session.flush()
    return Registered(entity, _doubts(new, uscc, licence))


def _malformed(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])


def _flags(new: NewEntity, uscc: str | None) -> dict[str, Any]:
    enterprise = is_enterprise(uscc, new.flags.get("is_enterprise") is True)
    return {
        **new.flags,
        "is_enterprise": enterprise,
        "requires_director": requires_director(new.kind, enterprise, new.flags),
    }


def _doubts(new: NewEntity, uscc: str | None, licence: str) -> list[Doubt]:
    found = [codes.uscc_warning(uscc) if uscc else None, codes.licence_warning(licence)]
    found += [
        Doubt(f"{contact.name}的电话不像手机或带区号的座机，请核对。")
        for contact in new.contacts
        if contact.phone and not codes.phone_ok(codes.normalise(contact.phone))
    ]
    return [doubt for doubt in found if doubt is not None]


@dataclass(frozen=True)
class EntityFilter:
    """What a list of entities is narrowed to."""

    q: str = ""
    """Part of a name, an address, a licence number or a code."""
    business_type: str | None = None
    grade: str | None = None
    region_code: str | None = None
    state: EntityState | None = None


def matching(wanted: EntityFilter) -> SelectOfScalar[Entity]:
    """Entities within the filter, by name; the session's scope narrows them further."""
    query = select(Entity).order_by(col(Entity.name), col(Entity.id))
    if wanted.q:
        columns = (Entity.name, Entity.address, Entity.licence_no, Entity.uscc)
        query = query.where(
            or_(*(col(column).icontains(wanted.q, autoescape=True) for column in columns))
        )
    if wanted.business_type:
        query = query.where(Entity.business_type == wanted.business_type)
    if wanted.grade:
        query = query.where(Entity.baobao_grade == wanted.grade)
    if wanted.state:
        query = query.where(Entity.state == wanted.state)
    if wanted.region_code:
        columns_of_place = (
            Entity.region_code,
            Entity.town_code,
            Entity.county_code,
            Entity.city_code,
        )
        query = query.where(or_(*(col(c) == wanted.region_code for c in columns_of_place)))
    return query


def visible(session: Session, entity_id: UUID) -> Entity:
    """An entity within the session's scope.  Raises EntityNotFound."""
    found = session.exec(select(Entity).where(Entity.id == entity_id)).first()
    if found is None:
        raise EntityNotFound
    return found
