"""Things that tests need, each in one line: regions, people, entities, who covers whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.models import Assignment, Due
from app.entities.models import Entity, EntityContact
from app.ids import random_token, uuid7
from app.notices.models import Notice
from app.regions.models import Level, Region, Unit, UnitKind

CITY = "370100000000"
COUNTY = "370102000000"
TOWN = "370102001000"
VILLAGE = "370102001001"
OTHER_COUNTY = "370103000000"
OTHER_TOWN = "370103001000"
OTHER_VILLAGE = "370103001001"
PROVINCE = "370000000000"

_TREE = (
    (PROVINCE, Level.PROVINCE, "山东省", None),
    (CITY, Level.CITY, "济南市", PROVINCE),
    (COUNTY, Level.COUNTY, "历下区", CITY),
    (TOWN, Level.TOWN, "泉城路街道", COUNTY),
    (VILLAGE, Level.VILLAGE, "测试一社区", TOWN),
    (OTHER_COUNTY, Level.COUNTY, "市中区", CITY),
    (OTHER_TOWN, Level.TOWN, "大观园街道", OTHER_COUNTY),
    (OTHER_VILLAGE, Level.VILLAGE, "测试二社区", OTHER_TOWN),
)


@dataclass(frozen=True)
class Tree:
    """Two counties of one city, each with a town, a station, a bureau and an office."""

    station: UUID
    bureau: UUID
    office: UUID
    other_station: UUID
    other_bureau: UUID
    other_office: UUID


def ancestors(code: str) -> dict[str, Any]:
    """City, county and town columns of a division of the test tree."""
    city = CITY if code != PROVINCE else None
    county = f"{code[:6]}000000" if code[4:6] != "00" else None
    town = f"{code[:9]}000" if code[6:9] != "000" else None
    return {"city_code": city, "county_code": county, "town_code": town}


def make_region_tree(session: Session) -> Tree:
    """Write the divisions and units."""
    names: dict[str, str] = {}
    for code, level, name, parent in _TREE:
        above = names.get(parent or "", "")
        names[code] = name if level in (Level.PROVINCE, Level.CITY) else above + name
        session.add(
            Region(
                code=code,
                level=level,
                name=name,
                parent_code=parent,
                path_name=names[code],
                **ancestors(code),
            )
        )
        session.flush()
    made: list[UUID] = []
    for county, town, label in ((COUNTY, TOWN, "历下"), (OTHER_COUNTY, OTHER_TOWN, "市中")):
        bureau = Unit(name=f"{label}区市场监管局", kind=UnitKind.BUREAU, region_code=county)
        session.add(bureau)
        session.flush()
        station = Unit(
            name=f"{label}市场监管所",
            kind=UnitKind.STATION,
            region_code=town,
            parent_id=bureau.id,
            phone="0531-00000000",
        )
        office = Unit(name=f"{label}区食药安办", kind=UnitKind.OFFICE, region_code=county)
        session.add_all([station, office])
        session.flush()
        made += [station.id, bureau.id, office.id]
    session.commit()
    return Tree(*made)


def _level(code: str) -> Level:
    return next(level for known, level, *_ in _TREE if known == code)


def make_account(
    session: Session,
    *,
    role: Role = Role.CADRE,
    region: str = VILLAGE,
    unit: UUID | None = None,
    name: str = "周明远",
    post: str = "干部",
    username: str | None = None,
    assists: UUID | None = None,
    password_hash: str = "x",
    must_change: bool = False,
) -> Account:
    """A person with an account; the hash fits no password unless one is given."""
    account = Account(
        id=uuid7(),
        username=username or f"u{uuid7().hex}",
        name=name,
        post=post,
        role=role,
        level=_level(region),
        region_code=region,
        **ancestors(region),
        unit_id=unit,
        assists_id=assists,
        password_hash=password_hash,
        must_change_password=must_change,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    session.add(account)
    session.commit()
    return account


def make_entity(
    session: Session,
    *,
    region: str = VILLAGE,
    name: str = "禾谷里餐饮店",
    business_type: str = "catering",
    more_types: tuple[str, ...] = (),
    kind: str = "小餐饮（登记）",
    grade: str = "D",
    risk: str | None = "B",
    flags: dict[str, bool | str] | None = None,
) -> Entity:
    """A 包保主体 with a 食品安全员, in business."""
    entity = Entity(
        id=uuid7(),
        name=name,
        business_type=business_type,
        business_types=[business_type, *more_types],
        kind=kind,
        flags=flags or {},
        baobao_grade=grade,
        risk_level=risk,
        region_code=region,
        geo_region_code=region,
        address="测试路 1 号",
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        **ancestors(region),
    )
    session.add(entity)
    session.flush()
    session.add(
        EntityContact(
            entity_id=entity.id,
            role="officer",
            name="孙立华",
            phone="13800001234",
            region_code=region,
            **ancestors(region),
        )
    )
    session.commit()
    return entity


def _place(entity: Entity) -> dict[str, Any]:
    return {
        "region_code": entity.region_code,
        "city_code": entity.city_code,
        "county_code": entity.county_code,
        "town_code": entity.town_code,
    }


def make_assignment(
    session: Session,
    entity: Entity,
    cadre: Account,
    *,
    level: Level | None = None,
    due_in: str | None = None,
) -> Assignment:
    """`cadre` becomes responsible for `entity`; with `due_in` a visit is owed in that period."""
    place = _place(entity)
    assignment = Assignment(
        entity_id=entity.id,
        cadre_id=cadre.id,
        level=level or cadre.level,
        valid_from=date(2026, 1, 1),
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        **place,
    )
    session.add(assignment)
    if due_in:
        session.add(Due(entity_id=entity.id, period=due_in, due_by=date(2026, 12, 31), **place))
    session.commit()
    return assignment


def make_notice(session: Session, entity: Entity, *, short_code: str) -> Notice:
    """A notice on the wall of `entity`."""
    notice = Notice(
        entity_id=entity.id,
        token=random_token(),
        short_code=short_code,
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        **_place(entity),
    )
    session.add(notice)
    session.commit()
    return notice
