"""Rows of a province's ledger.

136 counties in 16 cities of unequal size, two years of issues, one in ten still open.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from app.clock import shanghai_date
from app.db import now, table_of
from app.regions.models import Level, Region, Unit, UnitKind

CITIES, COUNTIES, TOWNS = 16, 136, 10
PROVINCE = "360000000000"
OPEN_SHARE, SKEW = 0.1, 1.6
DAYS = 730

RARE, ORDINARY, COMMON = "蟑螂", "醉虾", "冷藏"
"""Two characters in about one of 5,000, of 100 and of 5 descriptions."""

_PLACES = ("后厨", "冷库", "前厅", "仓库", "凉菜间", "洗消间", "门口", "收银台", "二楼", "操作台")
_THINGS = ("生肉", "熟食", "调料", "餐具", "抹布", "垃圾桶", "健康证", "许可证", "台账", "留样柜")
_FAULTS = ("没有加盖", "摆放混乱", "超过有效期", "没有标签", "积灰较多", "没有记录", "与公示不一致")
_NAMES = ("禾谷里", "泉城", "福满", "鲁味", "四季", "老城", "海棠", "春风", "百家", "金穗")
_TAIL = tuple(chr(0x4E00 + 13 * number) for number in range(1500))
"""Characters of which shops and streets have their names: the long tail of any text."""
_KINDS = (
    ("catering", "餐饮店"),
    ("circulation", "便利店"),
    ("production", "食品厂"),
    ("special", "母婴店"),
)
_GRADES = ("A", "B", *"C" * 8, *"D" * 40)
_SEVERITIES = ("minor",) * 12 + ("major",) * 7 + ("critical",)
_STATES = ("assigned", "rectifying", "rectifying", "reviewing")

_CONSTANT: dict[str, Any] = {
    "origin": "visit",
    "entity_address": "测试路 1 号",
    "entity_kind": "小餐饮（登记）",
    "item_code": "CATR-E01",
    "severity_given": "major",
    "severity_reason": "",
    "basis": "[]",
    "requirement": "立即整改，并于期限前报告整改情况",
    "finder_id": UUID(int=7).hex,
    "finder_name": "李淑琴",
    "finder_post": "社区党委书记",
    "unit_kind": "station",
    "version": 3,
    "deadline_value": 5,
    "deadline_unit": "workday",
    "deadline_provisional": 0,
    "fixed_on_site": 0,
    "photo_before": 1,
    "awaiting_countersign": 0,
    "paused_days": 0,
    "not_fixed": 0,
    "reopened_count": 0,
    "submitters": "[]",
    "last_hash": "",
}
_VARYING = (
    *("id", "number", "entity_id", "entity_name", "entity_grade", "business_type", "item_text"),
    *("description", "severity", "found_at", "received_at", "state", "deadline"),
    *("original_deadline", "closed_at", "unit_id", "listed", "returned_count", "repeat_of"),
    *("rectification", "changed_at", "city_code", "county_code", "town_code", "region_code"),
)
COLUMNS = (*_VARYING, *_CONSTANT)
Values = tuple[Any, ...]
_FIXED = json.dumps(
    {
        "text": "已按要求整改，物品分开存放",
        "date": "2026-11-23",
        "by": "高文静",
        "channel": "on_behalf",
        "at": "2026-11-23T03:00:00Z",
        "photos": [],
    },
    ensure_ascii=False,
)


@dataclass(frozen=True)
class Town:
    """A town with its station."""

    city: str
    county: str
    code: str
    station: UUID


def counties() -> list[tuple[str, str]]:
    """City and county codes, the largest county first."""
    return [
        (
            f"36{number % CITIES + 1:02d}00000000",
            f"36{number % CITIES + 1:02d}{number // CITIES + 1:02d}000000",
        )
        for number in range(COUNTIES)
    ]


def places() -> list[Town]:
    """Every town of the province."""
    return [
        Town(city, county, code, UUID(int=int(code)))
        for city, county in counties()
        for code in (f"{county[:6]}{number:03d}000" for number in range(1, TOWNS + 1))
    ]


def write_places(session: Session) -> None:
    """Write the divisions of the province and a station for each town."""
    regions = [_region(PROVINCE, Level.PROVINCE, "测试省", None)]
    units: list[dict[str, Any]] = []
    for city in dict.fromkeys(city for city, _ in counties()):
        regions.append(_region(city, Level.CITY, f"第{city[2:4]}市", PROVINCE, city))
    for city, county in counties():
        regions.append(_region(county, Level.COUNTY, f"第{county[2:6]}县", city, city, county))
    for town in places():
        name = f"第{int(town.code[6:9])}街道"
        where = (town.city, town.county, town.code)
        regions.append(_region(town.code, Level.TOWN, name, town.county, *where))
        units.append(
            {
                "id": town.station,
                "name": f"{name}市场监管所",
                "kind": UnitKind.STATION,
                "region_code": town.code,
                "phone": "",
            }
        )
    session.execute(insert(table_of(Region)), regions)
    session.execute(insert(table_of(Unit)), units)
    session.commit()


def _region(
    code: str,
    level: Level,
    name: str,
    parent: str | None,
    city: str | None = None,
    county: str | None = None,
    town: str | None = None,
) -> dict[str, Any]:
    return {
        "code": code,
        "level": level,
        "name": name,
        "path_name": name,
        "parent_code": parent,
        "city_code": city,
        "county_code": county,
        "town_code": town,
    }


def issues(towns: list[Town], count: int) -> Iterator[Values]:
    """Issues, their columns in the order of `COLUMNS`."""
    chance = random.Random(7)
    at = now()
    for number in range(count):
        town = towns[int(COUNTIES * chance.random() ** SKEW) * TOWNS + chance.randrange(TOWNS)]
        found = at - timedelta(minutes=chance.randrange(DAYS * 24 * 60))
        is_open = chance.random() < OPEN_SHARE
        yield _issue(number, town, found, is_open, chance)


def _issue(
    number: int, town: Town, found: datetime, is_open: bool, chance: random.Random
) -> Values:
    own, entity = UUID(int=number + 1).hex, UUID(int=number % 400_000 + 1).hex
    business, suffix = chance.choice(_KINDS)
    due = shanghai_date(found) + timedelta(days=7)
    told = _instant(found)
    place = (town.city, town.county, town.code, f"{town.code[:9]}001")
    done = None if is_open else _instant(found + timedelta(days=6))
    return (
        own,
        f"{town.county[:6]}-2026Q4-{number:08d}",
        entity,
        f"{_name(chance)}{chance.choice(_NAMES)}{number % 5000}号{suffix}",
        chance.choice(_GRADES),
        business,
        "食品储存分类分架、离墙离地、生熟分开",
        _description(chance),
        chance.choice(_SEVERITIES),
        told,
        told,
        chance.choice(_STATES) if is_open else "closed",
        str(due),
        str(due),
        done,
        town.station.hex,
        int(is_open and chance.random() < 0.01),
        int(chance.random() < 0.08),
        entity if chance.random() < 0.06 else None,
        None if is_open else _FIXED,
        done or told,
        *place,
        *_CONSTANT.values(),
    )


def _name(chance: random.Random) -> str:
    # The n-th pair is met half as often as the n/2-th, as words are.
    first = int(len(_TAIL) ** chance.random())
    return _TAIL[first] + _TAIL[-int(len(_TAIL) ** chance.random())]


def _description(chance: random.Random) -> str:
    said = f"{chance.choice(_PLACES)}{chance.choice(_THINGS)}{chance.choice(_FAULTS)}"
    drawn = chance.random()
    if drawn < 0.0002:
        return f"{said}，墙角发现{RARE}"
    if drawn < 0.0102:
        return f"{said}，{ORDINARY}未加工"
    return f"{said}，{COMMON}温度不够" if drawn < 0.21 else said


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
