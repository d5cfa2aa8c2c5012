"""A row of the register of entities."""

from typing import Any

from app.entities.flags import is_enterprise, requires_director
from app.registry import cells, codes
from app.registry.columns import mark_of
from app.registry.ground import TYPES, Ground
from app.registry.likeness import identity, likeness, plain_address
from app.registry.row import Row
from app.registry.where import place_of

_PERSONS = {"owner": "owner", "director": "director", "officer": "officer"}
FACTS = ("scale", "diners", "chain_headquarters")


def read_entity(row: Row, ground: Ground) -> None:
    """What a row says of an entity; a cell left empty says nothing."""
    row.required()
    business_type = cells.word(row, "business_type", TYPES, "type")
    kind = _kind(row, ground, business_type)
    business_type = business_type or (ground.kinds[kind] if kind else None)
    last_day = cells.day(row, "licence_valid_to")
    codes.expired(row, last_day, ground.today)
    opened = cells.day(row, "active_from")
    said: dict[str, Any] = {
        "name": row.plain("name"),
        "uscc": codes.uscc(row),
        "licence_no": codes.licence(row, business_type),
        "licence_valid_to": last_day.isoformat() if last_day else None,
        "business_type": business_type,
        "kind": kind,
        "baobao_grade": cells.grade(row, "grade", "grade"),
        "risk_level": cells.grade(row, "risk", "risk"),
        "state": cells.word(row, "state", cells.STATES, "state"),
        "active_from": opened.isoformat() if opened else None,
        "address": row.plain("address"),
    }
    row.plain("no_uscc")
    codes.no_uscc(row, kind or "")
    place = place_of(row, ground, leaf=True)
    if place is not None:
        said["region_code"] = place.code
    contacts = _contacts(row)
    if not any(one["role"] in ("officer", "owner") for one in contacts) and not (
        {"officer", "owner"} & row.bad
    ):
        row.fault(
            "officer_none", "officer", "没写食品安全员，也没写负责人，督导时找不到人，请补上。"
        )
    row.data = {key: value for key, value in said.items() if value} | {
        "flags": _flags(row, said, kind),
        "contacts": contacts,
    }
    address = plain_address(said["address"], place, ground.places)
    town = (place.town_code if place else "") or ""
    row.keys = {
        "uscc": said["uscc"],
        "name": said["name"],
        "grade": said["baobao_grade"] or "",
        "phone": cells.phone(row, "cadre_phone"),
        "person": row.plain("cadre"),
    }
    if said["name"] and address:
        row.keys["ident"] = identity(said["uscc"], said["name"], town, address)
        row.keys["likeness"] = likeness(said["name"], town, address)
    row.refs = {"address": address, "town": town}


def _kind(row: Row, ground: Ground, business_type: str | None) -> str | None:
    kind = cells.word(row, "kind", ground.kind_words, "kind")
    if kind and business_type and ground.kinds[kind] != business_type:
        own = next(name for name, code in TYPES.items() if code == ground.kinds[kind])
        row.fault("kind_type", "kind", f"{kind}属于{own}，和填的主体类别对不上，请核对。")
    return kind


def _contacts(row: Row) -> list[dict[str, str]]:
    found = []
    for key, role in _PERSONS.items():
        name, phone = row.plain(key), cells.phone(row, f"{key}_phone")
        if phone and not name and key in row.columns.values() and key not in row.bad:
            title = row.form.fields[key].title
            row.fault("missing", key, f"填了电话没填{title}的姓名，请补上。")
        elif name or phone:
            found.append({"role": role, "name": name or "负责人", "phone": phone})
    return found


def _flags(row: Row, said: dict[str, Any], kind: str | None) -> dict[str, Any]:
    flags: dict[str, Any] = {}
    for key in row.texts:
        if (code := mark_of(key)) and (value := cells.yes(row, key)) is not None:
            flags[code] = value
    scale = cells.word(row, "scale", cells.SCALES, "scale")
    diners = cells.number(row, "diners")
    chain = cells.yes(row, "chain_headquarters")
    facts = zip(FACTS, (scale, diners, chain), strict=True)
    flags |= {name: value for name, value in facts if value is not None}
    return derived(flags, said["uscc"], kind or "")


def derived(flags: dict[str, Any], uscc: str | None, kind: str) -> dict[str, Any]:
    """The flags with those that follow from them."""
    enterprise = is_enterprise(uscc, flags.get("is_enterprise") is True)
    return {
        **flags,
        "is_enterprise": enterprise,
        "requires_director": requires_director(kind, enterprise, flags),
    }
