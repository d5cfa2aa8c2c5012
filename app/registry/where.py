"""The division a row lies in, by its code or by names."""

import re

from app.regions.models import Level
from app.registry.ground import Ground
from app.registry.places import Place, short
from app.registry.row import Row

_CODE = re.compile(r"\d{6}|\d{9}|\d{12}")


def full_code(said: str) -> str | None:
    """Twelve digits; a county's six and a town's nine are filled up with zeros."""
    return said.ljust(12, "0") if _CODE.fullmatch(said) else None


def place_of(row: Row, ground: Ground, *, leaf: bool) -> Place | None:
    """The division of a row; with `leaf` it must be a town or a village."""
    said = row.text("region_code")
    found = _by_code(row, ground, said) if said else _by_name(row, ground, leaf=leaf)
    if found is None:
        return None
    if leaf and found.level not in (Level.TOWN, Level.VILLAGE):
        row.fault("region_high", told(row), f"{found.name}太大，请写到镇街或村居。")
        return None
    return found


def told(row: Row) -> str:
    """The column by which a row says where it lies."""
    keys = ("region_code", "village", "town")
    present = row.columns.values()
    return next(
        (key for key in keys if row.texts.get(key)),
        next((k for k in keys if k in present), "region_code"),
    )


def _by_code(row: Row, ground: Ground, said: str) -> Place | None:
    places = ground.places
    code = full_code(said)
    if code is None:
        many = f"（现在是 {len(said)} 位）" if said.isdigit() else ""
        row.fault("region_unknown", "region_code", f"区划代码是 12 位数字{many}，请核对。")
        return None
    found = places.by_code.get(code)
    if found is None:
        if not below(code, places.own, places.level):
            row.fault("region_outside", "region_code", "这个区划不在本级范围内，不能由本级导入。")
        else:
            row.fault("region_unknown", "region_code", "区划名录里没有这个代码，请核对。")
        return None
    if found.valid_to is not None and found.valid_to < ground.today:
        now = places.by_code.get(found.successor or "")
        how = f"，现在是{now.name}" if now else ""
        row.fault(
            "region_gone",
            "region_code",
            f"{found.name}已停用{how}，请换成现在的代码。",
            now.code if now else None,
        )
        return None
    village = row.text("village")
    if village and found.level is Level.VILLAGE and short(village) != short(found.name):
        row.fault(
            "region_differs", "region_code", f"代码是{found.name}的，村居写的是{village}，请核对。"
        )
        return None
    return found


def below(code: str, own: str, level: Level) -> bool:
    """Whether a code is that of a division at or below the own one."""
    digits = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}
    return code[: digits[level]] == own[: digits[level]]


def _by_name(row: Row, ground: Ground, *, leaf: bool) -> Place | None:
    town, village = row.text("town"), row.text("village")
    places = ground.places
    if not town and not village:
        if leaf:
            if "region_code" not in row.bad:
                row.fault("missing", told(row), "没写在哪个镇街、村居，请填区划代码或名称。")
            return None
        return places.by_code.get(places.own)
    codes = places.named(town, village)
    key = "village" if village else "town"
    if len(codes) == 1:
        return places.by_code[codes[0]]
    if not codes:
        # A village that is right may stand beside a town that is not.
        if village and town and not places.named(town, ""):
            key, village = "town", ""
        near = places.like(town, village)
        how = f"，是不是“{near}”？" if near else "，请核对或改填区划代码。"
        row.fault("region_unknown", key, f"名录里没有{village or town}{how}", near)
    else:
        row.fault(
            "region_many", key, f"有 {len(codes)} 个{village or town}，请写明镇街或填区划代码。"
        )
    return None
