"""Rows about people: accounts of cadres and officers, and the contacts of entities."""

import re
from typing import Any

from app.accounts.roles import LEVELS, UNIT_OF, Role
from app.registry import cells, codes
from app.registry.ground import Ground
from app.registry.places import Place
from app.registry.row import Row
from app.registry.where import below, full_code, place_of

ROLES = {
    "包保干部": Role.CADRE,
    "干部": Role.CADRE,
    "市场监管所": Role.STATION,
    "市场监管局": Role.BUREAU,
    "食药安办": Role.OFFICE,
    "食安办": Role.OFFICE,
    "督查": Role.INSPECTOR,
    "督查人员": Role.INSPECTOR,
}
DUTIES = {
    "主要负责人": "owner",
    "负责人": "owner",
    "法定代表人": "owner",
    "食品安全总监": "director",
    "总监": "director",
    "食品安全员": "officer",
    "安全员": "officer",
    "食品安全管理员": "officer",
}
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_MOST_CAP = 1001


def read_account(row: Row, ground: Ground) -> None:
    """A person with a post in a place."""
    row.required()
    name, phone = row.plain("person"), cells.mobile(row, "phone")
    role = Role(cells.word(row, "role", ROLES, "role") or Role.CADRE)
    place = place_of(row, ground, leaf=False)
    said: dict[str, Any] = {
        "name": name,
        "phone": phone,
        "post": row.plain("post"),
        "role": role,
        "username": _username(row),
        "duty": _duty(row, ground, place),
    }
    if place is not None:
        said |= {"region_code": place.code, "level": place.level}
        if place.level not in LEVELS[role] and "role" not in row.bad:
            key = "role" if "role" in row.texts else _region_key(row)
            row.fault("role_level", key, f"{place.name}的层级不能设这种角色，请核对区划和角色。")
        said["unit_id"] = _unit(row, ground, role, place)
    row.data = {key: value for key, value in said.items() if value}
    row.keys = {"phone": phone, "person": name, "name": name}


def _region_key(row: Row) -> str:
    return next((key for key in ("region_code", "village", "town") if key in row.texts), "person")


def _unit(row: Row, ground: Ground, role: Role, place: Place) -> str | None:
    needed = UNIT_OF.get(role)
    said = row.plain("unit")
    found = ground.units.get(said)
    if needed is None:
        return found.id if found and role is Role.OFFICE else None
    here = [one for one in ground.units.values() if one.kind is needed and one.region == place.code]
    if found is None and not said and len(here) == 1:
        return here[0].id
    if found is None or found.kind is not needed:
        near = here[0].name if len(here) == 1 else None
        told = f"，是不是“{near}”？" if near else "，请先建立单位，或核对名称。"
        row.fault("unit", "unit", f"单位名录里没有这个单位{told}", near)
        return None
    return found.id


def _username(row: Row) -> str:
    said = row.text("username").lower()
    if said and not _USERNAME.fullmatch(said):
        row.fault(
            "username", "username", "账号名只用小写字母、数字和 . - _，至少 2 位；也可以留空。"
        )
        return ""
    return said


def _duty(row: Row, ground: Ground, own: Place | None) -> dict[str, Any]:
    """分管行业, 片区 and 包保上限, as far as they are said."""
    found: dict[str, Any] = {}
    if lines := _list(row, "lines"):
        names = [(one, ground.lines.name(one)) for one in lines]
        unknown = [one for one, name in names if name is None]
        if unknown:
            near = cells.nearest(unknown[0], tuple(ground.lines.known))
            told = f"，是不是“{near}”？" if near else "，请从分管行业里选。"
            row.fault("lines", "lines", f"没有“{unknown[0]}”这个行业{told}")
        else:
            found["lines"] = list(dict.fromkeys(name for _, name in names))
    if areas := _list(row, "areas"):
        chosen = [code for one in areas if (code := _area(row, ground, one))]
        found["area_codes"] = list(dict.fromkeys(chosen))
        if own and any(c == own.code or not below(c, own.code, own.level) for c in chosen):
            row.fault("areas", "areas", "片区要从任职地方的下一级里选，请核对。")
    cap = cells.number(row, "cap")
    if cap is not None and not 0 < cap < _MOST_CAP:
        row.fault("number", "cap", "包保上限填 1 以上的家数，不限就留空。")
    elif cap is not None:
        found["cap"] = cap
    return found


def _list(row: Row, key: str) -> list[str]:
    return [one for one in _BETWEEN.split(row.plain(key)) if one]


def _area(row: Row, ground: Ground, said: str) -> str | None:
    places = ground.places
    code = full_code(said)
    found_codes = (
        [code] if code in places.by_code else [*places.named(said, ""), *places.named("", said)]
    )
    if len(found_codes) == 1:
        return found_codes[0]
    how = "不止一个" if found_codes else "没有"
    row.fault("areas", "areas", f"名录里{how}“{said}”，请改填 12 位区划代码。")
    return None


def read_contact(row: Row, ground: Ground) -> None:
    """Somebody to call at an entity."""
    row.required()
    title = row.heading("person")
    duty = cells.word(row, "duty", DUTIES, "duty") or ("director" if "总监" in title else "officer")
    name, phone = row.plain("person"), cells.phone(row, "phone")
    row.data = {"role": duty, "name": name, "post": row.plain("post"), "phone": phone}
    row.keys = {"uscc": codes.uscc(row), "name": row.plain("name")}
    named_entity(row)


def named_entity(row: Row) -> None:
    """Note a row that says of no entity what it is about."""
    if not {"uscc", "name"} & row.texts.keys():
        row.fault("missing", "name", "没写是哪家单位，请填单位名称或信用代码。")
