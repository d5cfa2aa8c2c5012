"""A row of the divisions."""

from app.regions.models import Level
from app.registry import cells
from app.registry.ground import Ground
from app.registry.places import Place
from app.registry.row import Row
from app.registry.where import full_code

_DIGITS = ((2, Level.PROVINCE), (4, Level.CITY), (6, Level.COUNTY), (9, Level.TOWN))
_ABOVE = {Level.CITY: 2, Level.COUNTY: 4, Level.TOWN: 6, Level.VILLAGE: 9}


def level_of_code(code: str) -> Level:
    """The level a code of twelve digits stands for."""
    for digits, level in _DIGITS:
        if not code[digits:].strip("0"):
            return level
    return Level.VILLAGE


def read_region(row: Row, ground: Ground) -> None:
    """A division with its place in the tree."""
    row.required()
    code = _code(row, "code")
    level = cells.word(row, "level", cells.LEVELS, "code_level")
    first, last = cells.day(row, "valid_from"), cells.day(row, "valid_to")
    if first and last and last < first:
        row.fault("dates_turned", "valid_to", "停用日期早于启用日期，请核对。")
    name = row.plain("name")
    row.keys = {"name": name}
    if not code:
        return
    parent = _code(row, "parent")
    found = Level(level) if level else level_of_code(code)
    if level and not parent and found != level_of_code(code):
        row.fault("code_level", "level", "级别和代码的位数对不上，请核对；功能区请填上级代码。")
    if not parent and found in _ABOVE:
        parent = code[: _ABOVE[found]].ljust(12, "0")
    row.keys["ident"] = code
    row.data = {
        "code": code,
        "level": found,
        "name": name,
        "parent_code": parent or None,
        "valid_from": first.isoformat() if first else None,
        "valid_to": last.isoformat() if last else None,
        "successor": _code(row, "successor") or None,
    }
    if name and not row.bad:
        ground.places.add([_pending(row, ground, code, found, parent)])


def _code(row: Row, key: str) -> str:
    said = row.text(key)
    code = full_code(said) if said else None
    if said and code is None:
        row.fault("code_form", key, "区划代码是 6、9 或 12 位数字，请核对。")
    return code or ""


def _pending(row: Row, ground: Ground, code: str, level: Level, parent: str) -> Place:
    above = ground.places.by_code.get(parent)
    own = {level: code}
    return Place(
        code,
        level,
        row.data["name"],
        own.get(Level.CITY) or (above.city_code if above else None),
        own.get(Level.COUNTY) or (above.county_code if above else None),
        own.get(Level.TOWN) or (above.town_code if above else None),
    )
